// Reads mails with postal-mime: for each file its headers, texts and files.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [modules, ...files] = process.argv.slice(2);
const needs = createRequire(`${modules}/package.json`);
const PostalMime = needs("postal-mime");
const parse = (PostalMime.default ?? PostalMime).parse;

const read = {};
for (const file of files) {
  const mail = await parse(readFileSync(file), { attachmentEncoding: "base64" });
  const header = (name) => mail.headers.filter((each) => each.key === name).map((each) => each.value);
  read[file] = {
    subject: mail.subject,
    from: mail.from.address,
    to: mail.to.map((each) => each.address),
    name: mail.to[0].name,
    text: mail.text,
    html: mail.html,
    messageId: mail.messageId,
    inReplyTo: mail.inReplyTo ?? "",
    references: mail.references ?? "",
    language: header("content-language"),
    automatic: header("auto-submitted"),
    files: mail.attachments.map((each) => [each.mimeType, each.method ?? "", each.content]),
  };
}
console.log(JSON.stringify(read));
