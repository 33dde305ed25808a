// What gift-pegjs reads in GIFT files: their names come as JSON on standard input, {file: {questions} or {error}} goes out.
const fs = require("fs");
const { parse } = require("gift-pegjs");

const read = (file) => {
  try {
    return { questions: parse(fs.readFileSync(file, "utf8")) };
  } catch (error) {
    if (!error.location) throw error;
    return { error: error.message, line: error.location.start.line };
  }
};

const files = JSON.parse(fs.readFileSync(0, "utf8"));
console.log(JSON.stringify(Object.fromEntries(files.map((file) => [file, read(file)]))));
