import { PipeTransform } from '@nestjs/common';
import type { ArgumentMetadata } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate, ValidationError } from 'class-validator';
import { AppError, ErrorParams, FieldFault } from '../errors/app-error';
import { isFaultCode } from '../errors/fault-codes';

const pointerPart = (part: string): string => part.replace(/~/g, '~0').replace(/\//g, '~1');

/**
 * Faults of a validated object as JSON pointers with snake_case codes (`isUuid` → `is_uuid`) and the limits, one per field.
 * What is not there at all breaks every rule of its field; the last of them would say something else.
 */
export function faultsOf(errors: ValidationError[], base = ''): FieldFault[] {
  return errors.flatMap((error) => {
    const pointer = `${base}/${pointerPart(error.property)}`;
    if (error.children?.length) return faultsOf(error.children, pointer);
    const left = error.value === undefined || error.value === null;
    if (left && !error.constraints?.whitelistValidation) return [{ pointer, code: 'required' }];
    const [rule, sentence] = Object.entries(error.constraints ?? {}).at(-1) ?? ['invalid', ''];
    const { code = rule.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), ...params } = (error.contexts?.[
      rule
    ] ?? {}) as ErrorParams & { code?: string };
    return [{ pointer, code: isFaultCode(code) ? code : 'invalid', params: { expected: sentence, ...params } }];
  });
}

/** No body of ours nests deeper; validation walks it by recursion. */
const DEEPEST = 12;
/** Names that stand for something else on every object: a key of this name breaks what copies or checks it. */
const RESERVED = new Set(['constructor', '__proto__', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'then']);

/** Where data cannot be checked field by field: nested too deep, or with a key that no field has. */
function unfit(value: unknown, pointer: string, depth: number): FieldFault | null {
  if (value === null || typeof value !== 'object') return null;
  if (depth > DEEPEST) return { pointer, code: 'too_deep', params: { most: DEEPEST } };
  for (const key of Object.keys(value)) {
    const at = `${pointer}/${pointerPart(key)}`;
    const fault: FieldFault | null = RESERVED.has(key)
      ? { pointer: at, code: 'whitelist_validation' }
      : unfit((value as Record<string, unknown>)[key], at, depth + 1);
    if (fault) return fault;
  }
  return null;
}

/** Checks plain data against its class. Throws `invalid` with a pointer for each bad field; unknown fields are refused. */
export async function validated<T extends object>(type: new () => T, plain: unknown): Promise<T> {
  if (plain === null || typeof plain !== 'object' || Array.isArray(plain)) {
    throw new AppError('invalid', {}, [{ pointer: '', code: 'is_object' }]);
  }
  const fault = unfit(plain, '', 1);
  if (fault) throw new AppError('invalid', {}, [fault]);
  const value = plainToInstance(type, plain, { exposeDefaultValues: true });
  const errors = await validate(value, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true });
  if (errors.length > 0) throw new AppError('invalid', {}, faultsOf(errors));
  return value;
}

const NATIVE: unknown[] = [String, Boolean, Number, Array, Object];

/** Validates every body and query of every route against its class. */
export class ValidationPipe implements PipeTransform {
  async transform(value: unknown, { type, metatype }: ArgumentMetadata): Promise<unknown> {
    if ((type !== 'body' && type !== 'query') || !metatype || NATIVE.includes(metatype)) return value;
    return validated(metatype as new () => object, value ?? {});
  }
}
