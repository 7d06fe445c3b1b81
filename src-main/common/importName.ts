/** What an import is called in "Undo: …": `Import labels.csv and 2 more`. */
export function importName([first = '', ...more]: readonly string[]): string {
  return `Import ${first.split(/[\\/]/).pop() ?? ''}${more.length > 0 ? ` and ${more.length} more` : ''}`;
}
