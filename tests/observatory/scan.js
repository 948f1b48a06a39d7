// Grades a site as the MDN HTTP Observatory does, on any port: node scan.js HOST PORT [PATH]
// It prints {grade, score, status, failed} as JSON. Nothing is taken to listen on plain http.
import dns from "node:dns";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const inside = (path) => import.meta.resolve(`@mdn/mdn-http-observatory`).replace(/src\/.*$/, path);

// Every name is this machine, as if a hosts file said so.
dns.lookup = (name, options, answer) =>
  answer(null, ...(options.all ? [[{ address: "127.0.0.1", family: 4 }]] : ["127.0.0.1", 4]));

// The list of preloaded hosts is fetched by an install script otherwise; no host here is on it.
writeFileSync(fileURLToPath(inside("conf/hsts-preload.json")), "{}");

const { ALL_TESTS } = await import(inside("src/constants.js"));
const { retrieve } = await import(inside("src/retriever/retriever.js"));
const grader = await import(inside("src/grader/grader.js"));
const { MINIMUM_SCORE_FOR_EXTRA_CREDIT } = await import(inside("src/grader/charts.js"));

const [host, port, path = "/"] = process.argv.slice(2);
const NOBODY = 9;
const seen = await retrieve(host, { httpsPort: port, httpPort: NOBODY, path });
const results = ALL_TESTS.map((test) => test(seen)).filter(({ result }) => result);
const marks = results.map(({ result }) => grader.getScoreModifier(result));
const sum = (numbers) => numbers.reduce((all, one) => all + one, 100);
const strict = sum(marks.filter((mark) => mark < 0));
const earned = strict >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? sum(marks) : strict;
const { grade, score } = grader.getGradeForScore(earned);
const failed = results.filter(({ pass }) => !pass).map(({ result }) => result);
const status = seen.responses.auto?.status;
process.stdout.write(JSON.stringify({ grade, score, status, failed }));
