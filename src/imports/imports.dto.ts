import { ApiProperty } from '@nestjs/swagger';
import { IsObject } from 'class-validator';
import { Bool, Id, Int, OneOf, Text, Version } from '../platform/http/fields';
import { PageQuery } from '../platform/http/page';
import { IMPORT_STATES, type ImportState, type Menu, MENUS, ROW_STATES, type RowState } from './import';

export class NewImportQuery {
  @OneOf(MENUS) menu: Menu;
  @Text(200, { optional: true, description: 'Name of the file, for people.' }) fileName?: string;
}

export class ImportRowsQuery extends PageQuery {
  @OneOf(ROW_STATES, { optional: true }) state?: RowState;
}

export class ColumnsDto {
  @Version() version: number;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'object', additionalProperties: { type: 'string', nullable: true } },
    description: 'By sheet: column letters to the key of a column, or to null to keep it as a note.',
    example: { Sheet1: { C: 'title', F: null } },
  })
  @IsObject()
  mapping: Record<string, Record<string, string | null>>;
}

export class ConfirmImportDto {
  @Version() version: number;
  @Bool({ optional: true, description: 'Leave rows with faults out; otherwise one fault refuses the import.' })
  skipFaulty?: boolean;
  @Bool({ optional: true, description: 'Leave likely duplicates out; otherwise one refuses the import.' })
  skipDuplicates?: boolean;
}

export class ProgressDto {
  @Int(0, 1_000_000) done: number;
  @Int(0, 1_000_000) of: number;
}

export class ImportCountsDto {
  @Int(0, 1_000_000) rows: number;
  @Int(0, 1_000_000) accepted: number;
  @Int(0, 1_000_000) faulty: number;
  @Int(0, 1_000_000) duplicate: number;
  @Int(0, 1_000_000) written: number;
}

export class ImportColumnDto {
  @Text(200) sheet: string;
  @Text(3, { description: 'Column letters.' }) column: string;
  @Text(500) header: string;
  @Text(40, { nullable: true, description: 'null: kept as a note.' }) key: string | null;
}

export class MenuColumnDto {
  @Text(40) key: string;
  @Text(100) header: string;
  @Text(100) english: string;
  @Bool() required: boolean;
}

export class CellFaultDto {
  @Text(300, { description: 'Such as Sheet1!D17.' }) cell: string;
  @Text(500, { empty: true }) column: string;
  @Text(200, { empty: true }) value: string;
  @Text(60) code: string;
  @ApiProperty({ type: Object }) params: object;
  @Text(500, { description: 'What is wrong, in the reader’s language.' }) problem: string;
  @Text(500, { description: 'What would be right.' }) right: string;
}

export class CellNoteDto {
  @Text(300) cell: string;
  @Text(500, { empty: true }) column: string;
  @Text(200, { empty: true }) value: string;
  @Text(60) note: string;
  @Text(500, { nullable: true, description: 'What the cell was read as, in words that read back the same.' })
  read: string | null;
  @Text(500) sentence: string;
}

export class ImportErrorDto {
  @Text(60) code: string;
  @ApiProperty({ type: Object }) params: object;
  @Text(500) sentence: string;
}

export class ImportDto {
  @Id() id: string;
  @OneOf(MENUS) menu: Menu;
  @OneOf(IMPORT_STATES) state: ImportState;
  @Text(200) fileName: string;
  @Int(0, 20_971_520) fileBytes: number;
  @ApiProperty({ type: ProgressDto, nullable: true }) progress: ProgressDto | null;
  @ApiProperty({ type: ImportCountsDto, nullable: true }) counts: ImportCountsDto | null;
  @ApiProperty({ type: ImportErrorDto, nullable: true, description: 'Why the file could not be read or written.' })
  error: ImportErrorDto | null;
  @ApiProperty({ type: ImportColumnDto, isArray: true, description: 'What each column was taken for.' })
  columns: ImportColumnDto[];
  @ApiProperty({ type: MenuColumnDto, isArray: true, description: 'What a column may be taken for.' })
  choices: MenuColumnDto[];
  @ApiProperty({ type: CellFaultDto, isArray: true }) headerFaults: CellFaultDto[];
  @ApiProperty({ type: String, isArray: true }) ignoredSheets: string[];
  @Id({ nullable: true, description: 'An import of the same file that has been written: this one cannot be.' })
  sameFileAs: string | null;
  @Text(100) createdByName: string;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) confirmedAt: Date | null;
  @Int(1, 2_147_483_647) version: number;
}

export class DuplicateDto {
  @Id({ nullable: true, description: 'The line of the menu it looks like; null: an earlier row.' }) id: string | null;
  @Text(300, { nullable: true, description: 'The earlier row it looks like.' }) cell: string | null;
  @ApiProperty({
    type: Object,
    description: 'The row by column key; empty if the line came into the menu after the preview.',
  })
  here: object;
  @ApiProperty({ type: Object, nullable: true, description: 'The line of the menu by the same keys.' }) there:
    object | null;
}

export class ImportRowDto {
  @Int(1, 1_000_000) number: number;
  @Text(200) sheet: string;
  @Int(1, 2_000_000, { description: 'As the spreadsheet shows it.' }) row: number;
  @OneOf(ROW_STATES) state: RowState;
  @Text(80, { empty: true }) title: string;
  @ApiProperty({ type: CellFaultDto, isArray: true }) faults: CellFaultDto[];
  @ApiProperty({ type: CellNoteDto, isArray: true, description: 'What was read by a convention, or left out.' })
  notes: CellNoteDto[];
  @ApiProperty({ type: DuplicateDto, nullable: true }) duplicate: DuplicateDto | null;
  @Id({ nullable: true, description: 'The line that came of it.' }) lineId: string | null;
}
