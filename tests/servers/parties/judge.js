// Verifies by the npm packages `hawk` and `http-message-signatures`, and answers 204, or 401 with
// the reason. It is started in the folder in which they are installed: `node judge.js PORT`.
const { createHash } = require("node:crypto");
const http = require("node:http");
const installed = require("node:module").createRequire(process.cwd() + "/");
const Hawk = installed("hawk");
const { httpbis, createVerifier } = installed("http-message-signatures");

const hawkKey = (algorithm) => async (id) => (id === "id" ? { key: "key é", algorithm } : null);

const judges = {
  "/hawk": async (request, body) => {
    const payload = body.length ? { payload: body.toString() } : {};
    const { artifacts } = await Hawk.server.authenticate(request, hawkKey("sha256"), payload);
    if (request.headers["x-ext"] && artifacts.ext !== request.headers["x-ext"]) throw Error("ext");
  },
  "/hawk-sha1": (request) => Hawk.server.authenticate(request, hawkKey("sha1")),
  "/bewit": (request) => Hawk.uri.authenticate(request, hawkKey("sha256")),
  "/rfc9421": async (request, body) => {
    const url = `http://${request.headers.host}${request.url}`;
    const { method, headers } = request;
    const verify = createVerifier(Buffer.from("secret é"), "hmac-sha256");
    const keyLookup = async ({ keyid }) => (keyid === "key" ? { id: keyid, algs: ["hmac-sha256"], verify } : null);
    // `null` means that there is no signature.
    if ((await httpbis.verifyMessage({ keyLookup }, { method, url, headers })) !== true) throw Error("not verified");
    const digest = createHash("sha256").update(body).digest("base64");
    if (body.length && headers["content-digest"] !== `sha-256=:${digest}:`) throw Error("digest");
  },
};

http.createServer(async (request, answer) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const judge = judges[/^\/[^/?]*/.exec(request.url)[0]];
  try {
    await judge(request, Buffer.concat(chunks));
    answer.writeHead(204).end();
  } catch (error) {
    answer.writeHead(401).end(error.message);
  }
}).listen(Number(process.argv[2]), "127.0.0.1");
