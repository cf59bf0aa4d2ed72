// The services of Google that the script uses, and nothing of them that it does not use.
"use strict";

const crypto = require("node:crypto");
const { Spreadsheet } = require("./spreadsheet.cjs");

function menu(ask, caption, items = []) {
  return {
    addItem: (label, handler) => menu(ask, caption, [...items, [label, handler]]),
    addSeparator: () => menu(ask, caption, [...items, null]),
    addToUi: () => ask("menu", { caption, items }),
  };
}

function ui(ask) {
  const Button = { OK: "OK", CANCEL: "CANCEL" };
  const ButtonSet = { OK: "OK", OK_CANCEL: "OK_CANCEL" };
  return {
    Button,
    ButtonSet,
    createMenu: (caption) => menu(ask, caption),
    alert: (title, text, buttons) => ask("say", { how: "alert", title, text, seconds: 0 }),
    prompt: (title, text, buttons) => {
      const { button, typed } = ask("prompt", { title, text });
      return { getSelectedButton: () => button, getResponseText: () => typed };
    },
  };
}

function fetching(ask) {
  return (url, options) => {
    const { status, headers } = ask("fetch", { url, options });
    return { getResponseCode: () => status, getHeaders: () => headers };
  };
}

const utilities = (ask) => ({
  Charset: { UTF_8: "utf8" },
  sleep: (milliseconds) => ask("sleep", { milliseconds }),
  computeHmacSha256Signature: (text, key, charset) => {
    const digest = crypto.createHmac("sha256", Buffer.from(key, charset)).update(Buffer.from(text, charset)).digest();
    return [...new Int8Array(digest)];
  },
});

const properties = (ask) => ({
  getDocumentProperties: () => ({
    getProperty: (key) => ask("property", { key }),
    setProperties: (values) => ask("properties", { values }),
  }),
});

const cache = (ask) => ({
  getDocumentCache: () => ({
    get: (key) => ask("cached", { key }),
    put: (key, value, seconds) => ask("cache", { key, value, seconds }),
  }),
});

const script = (ask, spreadsheet) => ({
  getProjectTriggers: () => ask("triggers").map((handler) => ({ getHandlerFunction: () => handler })),
  newTrigger: (handler) => ({
    forSpreadsheet: (which) => ({
      onEdit: () => ({
        create: () => ask("trigger", { handler, here: which === spreadsheet }),
      }),
    }),
  }),
});

function services(ask, refuse) {
  const spreadsheet = new Spreadsheet(ask, refuse);
  const flush = () => spreadsheet.flush();
  return {
    spreadsheet,
    flush,
    globals: {
      SpreadsheetApp: { getActive: () => spreadsheet, getUi: () => ui(ask), flush },
      UrlFetchApp: { fetch: fetching(ask) },
      Utilities: utilities(ask),
      PropertiesService: properties(ask),
      CacheService: cache(ask),
      ScriptApp: script(ask, spreadsheet),
      Session: { getActiveUserLocale: () => ask("locale") },
    },
  };
}

module.exports = { services };
