import { parseXml, type XmlElement, XmlElement as Element, XmlError } from '@rgrove/parse-xml';
import { LineError, UserError } from '../../common/errors';

/**
 * XML as other programs write it. Entities of a document are never expanded: one that is no character is an error, so
 * that a small file cannot become a large one, and nothing is fetched.
 */
export interface XmlDocument {
  root: XmlElement;
  /** Line of an element's start, from 1. */
  lineOf(element: XmlElement): number;
}

/**
 * @throws LineError `invalid-xml` where it is not well formed, UserError `invalid-xml` where it is nested beyond reason
 */
export function xmlOf(text: string, file: string, rootName: string): XmlDocument {
  try {
    const { root } = parseXml(text, { includeOffsets: true });
    if (root?.name !== rootName) {
      const found = root ? `<${root.name}>` : 'nothing';
      throw new LineError(
        1,
        'invalid-xml',
        `Invalid ${file}: found ${found}, expected <${rootName}>.`,
        'Give another file.',
      );
    }
    const starts = lineStarts(text);
    return { root, lineOf: ({ start }) => lineAt(starts, start) };
  } catch (error) {
    if (error instanceof XmlError) {
      const reason = error.message.split('\n')[0]?.replace(/ \(line \d+, column \d+\)$/, '') ?? '';
      throw new LineError(
        error.line,
        'invalid-xml',
        `Invalid ${file}: no well-formed XML in line ${error.line}: ${reason}.`,
        'Mend that line, or save the file again.',
      );
    }
    if (!(error instanceof RangeError)) throw error;
    throw new UserError('invalid-xml', `Invalid ${file}: its elements are nested too deeply.`, 'Give another file.');
  }
}

/** The children of this name. */
export function childrenOf(parent: XmlElement, name: string): XmlElement[] {
  return parent.children.filter((child): child is XmlElement => child instanceof Element && child.name === name);
}

/** The descendant at the end of a path of names, the first of each; undefined where there is none. */
export function descendant(parent: XmlElement, ...names: string[]): XmlElement | undefined {
  return names.reduce<XmlElement | undefined>((at, name) => at && childrenOf(at, name)[0], parent);
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}

/** An element to be written: attributes, then text or children. */
export interface Tag {
  name: string;
  attributes?: Record<string, string | number>;
  content?: string | readonly Tag[];
}

/** A whole file, two spaces of indentation a level. Control characters, which XML cannot hold, become spaces. */
export function xmlText(root: Tag): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${tagLines(root, '').join('\n')}\n`;
}

function tagLines({ name, attributes = {}, content }: Tag, indent: string): string[] {
  const said = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  const open = `${indent}<${name}${said.join('')}`;
  if (content === undefined || content.length === 0) return [`${open}/>`];
  if (typeof content === 'string') return [`${open}>${escaped(content)}</${name}>`];
  return [`${open}>`, ...content.flatMap((tag) => tagLines(tag, `${indent}  `)), `${indent}</${name}>`];
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is being replaced
  return text.replace(/[\u0000-\u001f\u007f]/g, ' ').replace(/[&<>"]/g, (one) => entities[one] as string);
}
