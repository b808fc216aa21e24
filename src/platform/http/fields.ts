import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsNumber,
  IsObject,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

/**
 * One decorator a field: its validation and its line in openapi.json, so that the two cannot differ.
 * A field is required unless `optional`, which lets it be left out; `nullable` allows null (which clears it).
 */
interface Common {
  optional?: boolean;
  nullable?: boolean;
  description?: string;
  example?: unknown;
}

function field(common: Common, api: ApiPropertyOptions, ...checks: PropertyDecorator[]): PropertyDecorator {
  const { optional, nullable, description, example } = common;
  return applyDecorators(
    ApiProperty({
      ...api,
      required: !optional,
      ...(nullable && { nullable }),
      ...(description && { description }),
      ...(example !== undefined && { example }),
    } as ApiPropertyOptions),
    // Null is no way of leaving a field out: where it means nothing, it is refused like any other wrong value.
    ...(optional || nullable
      ? [ValidateIf((_: object, value: unknown) => !(optional && value === undefined) && !(nullable && value === null))]
      : []),
    ...checks,
  );
}

/**
 * Characters that no person types on purpose: NUL and other controls (line breaks and tabs are fine), bidirectional overrides,
 * and halves of characters.
 */
export const STRANGE_CHARACTERS =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Nothing that can be seen: spaces, signs without width, fillers. */
export const INVISIBLE =
  /^[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028\u2029\u2060-\u2065\u206a-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0]*$/;

const NOT_STRANGE = new RegExp(`^(?!.*(?:${STRANGE_CHARACTERS.source}))`, 's');
const STRANGE = { context: { code: 'strange_characters' } };

/** A limit goes with the refusal, so that the sentence can name it. */
const least = (value: number) => ({ context: { least: value } });
const most = (value: number) => ({ context: { most: value } });

/** Text, trimmed; 1 to `max` characters (0 to `max` with `empty`). */
export const Text = (max: number, common: Common & { empty?: boolean } = {}): PropertyDecorator =>
  field(
    common,
    { type: String, maxLength: max, ...(common.empty ? {} : { minLength: 1 }) },
    Transform(({ value }) => (typeof value === 'string' ? (INVISIBLE.test(value) ? '' : value.trim()) : value)),
    IsString(),
    MaxLength(max, most(max)),
    ...(common.empty ? [] : [MinLength(1, least(1))]),
    Matches(NOT_STRANGE, STRANGE),
  );

/** A whole number from `min` to `max`. */
export const Int = (min: number, max: number, common: Common = {}): PropertyDecorator =>
  field(common, { type: 'integer', minimum: min, maximum: max }, IsInt(), Min(min, least(min)), Max(max, most(max)));

/** A number from `min` to `max`. */
export const Num = (min: number, max: number, common: Common = {}): PropertyDecorator =>
  field(
    common,
    { type: Number, minimum: min, maximum: max },
    IsNumber({ allowNaN: false, allowInfinity: false }),
    Min(min, least(min)),
    Max(max, most(max)),
  );

export const Bool = (common: Common = {}): PropertyDecorator => field(common, { type: Boolean }, IsBoolean());

/** `true` or `false` in a query string; optional, like everything there. */
export const Flag = (description: string): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value)),
    Bool({ optional: true, description }),
  );

/** A whole number from `min` to `max` in a query string; optional. */
export const Whole = (min: number, max: number, description: string): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }) => (typeof value === 'string' && /^-?\d{1,9}$/.test(value) ? Number(value) : value)),
    Int(min, max, { optional: true, description }),
  );

/** One of a closed list of words. */
export const OneOf = (values: readonly string[], common: Common = {}): PropertyDecorator =>
  field(common, { type: String, enum: [...values] }, IsIn([...values]));

/** Several different words of a closed list. */
export const SomeOf = (values: readonly string[], common: Common & { least?: number } = {}): PropertyDecorator =>
  field(
    common,
    { type: String, isArray: true, enum: [...values] },
    IsArray(),
    ArrayMinSize(common.least ?? 0, least(common.least ?? 0)),
    ArrayMaxSize(values.length, most(values.length)),
    ArrayUnique(),
    IsIn([...values], { each: true }),
  );

/** The id of a row. */
export const Id = (common: Common = {}): PropertyDecorator => field(common, { type: String, format: 'uuid' }, IsUUID());

/** Ids of rows, at most `max`. */
export const Ids = (max: number, common: Common & { least?: number } = {}): PropertyDecorator =>
  field(
    common,
    { type: String, format: 'uuid', isArray: true, maxItems: max },
    IsArray(),
    ArrayMinSize(common.least ?? 0, least(common.least ?? 0)),
    ArrayMaxSize(max, most(max)),
    ArrayUnique(),
    IsUUID(undefined, { each: true }),
  );

/** What a value may look like goes with the refusal; a pattern tells nobody. */
const like = (form: string) => ({ context: { form } });

/** A calendar day that exists, `YYYY-MM-DD`. */
export const Day = (common: Common = {}): PropertyDecorator =>
  field(
    common,
    { type: String, format: 'date' },
    Matches(/^\d{4}-\d{2}-\d{2}$/, like('2026-09-01')),
    IsISO8601({ strict: true }),
  );

/** A moment with offset, RFC 3339. */
export const Moment = (common: Common = {}): PropertyDecorator =>
  field(
    common,
    { type: String, format: 'date-time' },
    Matches(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/, like('2026-09-01T16:30:00+08:00')),
    IsISO8601({ strict: true }),
  );

/** A time of day, `HH:MM`, 24:00 allowed as an end. */
export const TimeOfDay = (common: Common = {}): PropertyDecorator =>
  field(
    common,
    { type: String, pattern: '^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$' },
    Matches(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, like('16:30')),
  );

/** A version the caller has seen. */
export const Version = (): PropertyDecorator =>
  Int(1, 2_147_483_647, { description: 'The version you saw; 409 version_moved if somebody changed the row since.' });

/** The description generator knows a function that names a class later by its name, `type`, and by nothing else. */
function lazy(later: () => new () => object): () => new () => object {
  const type = (): new () => object => later();
  return type;
}

/** An object of another class. */
export const Nested = (type: () => new () => object, common: Common = {}): PropertyDecorator =>
  field(common, { type: lazy(type) }, IsObject(), ValidateNested(), Type(type));

/** A list of objects of another class, at most `max`. */
export const ListOf = (
  type: () => new () => object,
  max: number,
  common: Common & { least?: number } = {},
): PropertyDecorator =>
  field(
    common,
    { type: lazy(type), isArray: true, maxItems: max },
    IsArray(),
    ArrayMinSize(common.least ?? 0, least(common.least ?? 0)),
    ArrayMaxSize(max, most(max)),
    IsObject({ each: true }),
    ValidateNested({ each: true }),
    Type(type),
  );

/** Short texts, at most `max` of `length` characters. */
export const Words = (max: number, length: number, common: Common = {}): PropertyDecorator =>
  field(
    common,
    { type: String, isArray: true, maxItems: max },
    IsArray(),
    ArrayMaxSize(max, most(max)),
    IsString({ each: true }),
    MaxLength(length, { each: true, ...most(length) }),
    MinLength(1, { each: true, ...least(1) }),
    Matches(NOT_STRANGE, { each: true, ...STRANGE }),
  );
