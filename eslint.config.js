// Students sit exams on ten-year-old laptops, so what runs in their browsers keeps to a floor (package.json,
// "browserslist"). Reviewers' pages may use what current browsers understand.
import js from "@eslint/js"
import compat from "eslint-plugin-compat"
import globals from "globals"

const STUDENTS = [
  "oes/accounts/static/**/*.js",
  "oes/recorder/static/**/*.js",
  "oes/written/static/written/sitting/*.js",
  "oes/integrations/*/static/**/*.js",
  "oes/portal/static/portal/student/**/*.js",
  "oes/appeals/static/appeals/student/**/*.js",
  // The sign-in page has these too.
  "static/base/**/*.js",
]
const TESTS = ["**/*.test.js"]

// Methods younger than the floor. The compat rule sees globals and static members, but not what a value's type is.
const YOUNG_METHODS = [
  "at", "replaceAll", "matchAll", "findLast", "findLastIndex", "toSorted", "toReversed", "toSpliced", "isWellFormed",
  "replaceChildren", "requestSubmit", "showPopover", "togglePopover", "checkVisibility", "requestVideoFrameCallback",
].join("|")

export default [
  { ignores: ["**/node_modules/", "**/vendor/", "var/", ".venv/"] },
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: "latest", sourceType: "module", globals: globals.browser },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: { "no-console": "error" },
  },
  {
    files: STUDENTS,
    ignores: TESTS,
    plugins: { compat },
    languageOptions: { ecmaVersion: 2017 },
    // Capture is a ladder: the recorder asks whether these are there and does with less where they are not.
    settings: {
      polyfills: [
        "MediaRecorder",
        "navigator.mediaDevices",
        "navigator.permissions",
        "navigator.storage",
        "navigator.wakeLock",
      ],
    },
    rules: {
      // ES2017 has no `catch` without a name.
      "no-unused-vars": ["error", { caughtErrors: "none" }],
      "compat/compat": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: `CallExpression > MemberExpression.callee[property.name=/^(${YOUNG_METHODS})$/]`,
          message: "Browsers at the students' floor lack this method.",
        },
        {
          selector: "CallExpression > MemberExpression.callee[property.name='arrayBuffer'][object.name=/blob/i]",
          message: "Blob.arrayBuffer is younger than the students' floor: use a FileReader.",
        },
      ],
    },
  },
  {
    files: [...TESTS, "*.config.js"],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
  },
]
