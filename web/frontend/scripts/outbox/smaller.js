// Photographs are made smaller before they are kept: the small print of a plate stays legible, and a field without
// good signal is crossed in seconds. What cannot be read as a picture goes as it is.

const LONGEST_SIDE = 2400;
const QUALITY = 0.85;
const WORTH_IT = 600_000;

/** The fields of a form with its large photographs made smaller. */
export async function withSmallPhotos(form, fields) {
  if (!form.querySelector("[data-smaller]")) return fields;
  const made = fields.map(async ([name, value]) => [name, value instanceof File ? await smaller(value) : value]);
  return Promise.all(made);
}

async function smaller(file) {
  if (!/^image\/(jpeg|png)$/.test(file.type) || file.size < WORTH_IT) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    const name = `${file.name.replace(/\.\w+$/, "")}.jpg`;
    return blob && blob.size < file.size ? new File([blob], name, { type: "image/jpeg" }) : file;
  } catch {
    return file;
  }
}
