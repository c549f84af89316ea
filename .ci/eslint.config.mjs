// The page's scripts, joined as they stand in a page (maps/assets.py): one function, no modules.
import js from "@eslint/js";

const BROWSER = [
  "L", "document", "window", "location", "history", "innerWidth", "innerHeight", "matchMedia",
  "requestAnimationFrame", "cancelAnimationFrame", "setTimeout", "clearTimeout", "setInterval",
  "clearInterval", "navigator", "performance",
  "Blob", "URL", "URLSearchParams", "TextDecoder", "WebSocket", "Response", "DecompressionStream", "DOMMatrix", "atob", "Intl",
];
const MARKUP = ["innerHTML", "outerHTML", "insertAdjacentHTML", "write"];

export default [
  js.configs.recommended,
  {
    languageOptions: {
      ecmaVersion: 2023,
      sourceType: "script",
      globals: Object.fromEntries(BROWSER.map((name) => [name, "readonly"])),
    },
    rules: {
      complexity: ["error", 12],
      eqeqeq: "error",
      "max-lines-per-function": ["error", 90],
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-restricted-properties": [
        "error",
        ...MARKUP.map((property) => ({ property, message: "Data only becomes text: use el()." })),
      ],
      "no-shadow": "error",
      "no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^(startCeaseline|failed)$" }],
      "no-var": "error",
      "prefer-const": "error",
    },
  },
];
