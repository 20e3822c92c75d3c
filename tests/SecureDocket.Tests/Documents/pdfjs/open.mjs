// Opens PDFs as a mainstream reader does and reports, for each file named on a line of the input, what it found on a line of the output:
// the number of pages, and whatever it had to repair, wanted to run or could attach.
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const [library] = process.argv.slice(2);
const said = [];
const write = line => process.stdout.write(line + '\n');
for (const level of ['log', 'info', 'warn', 'error']) console[level] = (...words) => said.push(words.join(' '));
// Drawing needs these; nothing is drawn here.
globalThis.DOMMatrix ??= class {};
globalThis.Path2D ??= class {};
globalThis.ImageData ??= class {};
const { getDocument, VerbosityLevel } = await import(pathToFileURL(library));

// What the reader says of fonts and pictures concerns neither the structure nor what the file does,
// and a file that was updated since it was linearized is no longer linearized.
const repairs = /^(?!.*"L" parameter).*?(?:Index|XRef|xref|Xref|Invalid|invalid|Malformed|Missing|skipping|Inconsistent|circular|Bad|recover|Linearization|linearization|endobj|endstream|stream|Lexer|getHexString|Page)/;

for await (const path of createInterface({ input: process.stdin })) {
  said.length = 0;
  const found = { path, pages: 0, text: '', repaired: [], active: [] };
  try {
    const task = getDocument({ data: new Uint8Array(await readFile(path)), verbosity: VerbosityLevel.INFOS, stopAtErrors: true, isEvalSupported: false, enableXfa: true, useSystemFonts: false });
    const file = await task.promise;
    found.pages = file.numPages;
    const note = (what, value) => value && Object.keys(value).length > 0 && found.active.push(what);
    note('script', await file.getJSActions());
    note('attachment', await file.getAttachments());
    note('form in XFA', file.isPureXfa || file.allXfaHtml ? { xfa: true } : null);
    const opening = await file.getOpenAction();
    if (opening?.action) found.active.push(`action at the opening: ${opening.action}`);
    for (let number = 1; number <= Math.min(file.numPages, 20); number++) {
      const page = await file.getPage(number);
      note('script of a page', await page.getJSActions());
      for (const annotation of await page.getAnnotations()) {
        note('script of an annotation', annotation.actions);
        note('attachment', annotation.file);
        if (annotation.attachment || annotation.attachmentDest || annotation.resetForm) found.active.push('attachment or form');
        if (/^[\0-\x20]*(?!https?:|mailto:|tel:|sms:)[a-z][a-z0-9+-]*:/i.test(annotation.unsafeUrl ?? '')) found.active.push(`link ${annotation.unsafeUrl}`);
      }
      found.text += (await page.getTextContent()).items.map(item => item.str).join(' ');
    }
    await task.destroy();
  } catch (failure) {
    found.repaired.push(`not opened: ${failure.message}`);
  }
  found.repaired.push(...said.filter(words => repairs.test(words)));
  write(JSON.stringify(found));
}
