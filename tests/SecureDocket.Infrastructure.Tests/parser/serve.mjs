// Answers one JSON line for each JSON line: {"bicep": text} with the text's syntax tree, {"schema": ..., "value": ...} with
// what the value lacks. The folder that npm installed into is the first argument.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const folder = process.argv[2];
const require = createRequire(join(folder, 'package.json'));
const { Parser, Language } = require('web-tree-sitter');
const Ajv = require('ajv').default;
const Ajv2019 = require('ajv/dist/2019').default;

await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(join(folder, 'node_modules/tree-sitter-bicep/tree-sitter-bicep.wasm')));

function tree(node, field) {
  const children = [];
  for (let i = 0; i < node.childCount; i++) {
    children.push(tree(node.child(i), node.fieldNameForChild(i)));
  }

  return {
    type: node.isError ? 'ERROR' : node.type,
    field,
    start: node.startIndex,
    end: node.endIndex,
    line: node.startPosition.row + 1,
    missing: node.isMissing,
    children,
  };
}

function parse(text) {
  const parsed = parser.parse(text);
  try {
    return tree(parsed.rootNode, null);
  } finally {
    parsed.delete();
  }
}

// A schema elsewhere that the given one refers to is taken as one that allows everything: nothing is fetched.
function elsewhere(schema, found = new Set()) {
  for (const [key, value] of Object.entries(schema ?? {})) {
    if (key === '$ref' && typeof value === 'string' && /^https?:/.test(value)) {
      found.add(value.replace(/#.*$/, ''));
    } else if (typeof value === 'object') {
      elsewhere(value, found);
    }
  }

  return found;
}

function validate(schema, value) {
  const ajv = new (schema.$schema?.includes('2019-09') ? Ajv2019 : Ajv)({ strict: false, allErrors: true, validateFormats: false });
  for (const address of elsewhere(schema)) {
    if (address !== schema.$id) {
      ajv.addSchema({ $id: address });
    }
  }

  const isValid = ajv.compile(schema);
  return isValid(value) ? [] : isValid.errors.map((error) => `${error.instancePath || '/'} ${error.message}`);
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  const answer = 'bicep' in request ? parse(request.bicep) : validate(request.schema, request.value);
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
