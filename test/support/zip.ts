import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  name: string;
  content: Buffer | string;
  /** What the directory claims the inflated size is; default the truth. */
  claimed?: number;
}

/** A zip file of deflated entries, lies included: for workbooks no honest program writes. */
export function zip(entries: ZipEntry[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, content, claimed } of entries) {
    const raw = Buffer.from(content);
    const body = deflateRawSync(raw, { level: 9 });
    const title = Buffer.from(name);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc(raw), 10);
    fields.writeUInt32LE(body.length, 14);
    fields.writeUInt32LE(claimed ?? raw.length, 18);
    fields.writeUInt16LE(title.length, 22);
    const head = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, title, body]);
    // Comment length, disk, attributes: all zero; then the offset of the local header.
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, tail, title]));
    local.push(head);
    offset += head.length;
  }
  const body = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(body.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, body, end]);
}

function crc(bytes: Buffer): number {
  return typeof crc32 === 'function' ? crc32(bytes) : 0;
}

/** An .xlsx with one sheet of the given XML, for what a library would never write. */
export function workbookOf(
  sheetXml: string,
  more: { workbook?: string; strings?: string; styles?: string; claimed?: number } = {},
): Buffer {
  const workbook = more.workbook ?? '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets>';
  return zip([
    { name: '[Content_Types].xml', content: '<Types/>' },
    {
      name: '_rels/.rels',
      content:
        '<Relationships><Relationship Id="rId1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    },
    { name: 'xl/workbook.xml', content: `<workbook xmlns:r="r">${workbook}</workbook>` },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content:
        '<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://x/worksheet" Target="worksheets/sheet2.xml"/></Relationships>',
    },
    ...(more.strings ? [{ name: 'xl/sharedStrings.xml', content: more.strings }] : []),
    ...(more.styles ? [{ name: 'xl/styles.xml', content: more.styles }] : []),
    { name: 'xl/worksheets/sheet1.xml', content: sheetXml, claimed: more.claimed },
    {
      name: 'xl/worksheets/sheet2.xml',
      content:
        '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>second</t></is></c></row></sheetData></worksheet>',
    },
  ]);
}
