// Everything here makes pages quicker to use; each of them works without it.

import "./exchange.js";
import "./linking.js";
import "./lists.js";
import "./outbox/outbox.js";
import "./arriving.js";
import "./phone.js";
import "./problems.js";
import "./sheet.js";
import "./talk.js";
