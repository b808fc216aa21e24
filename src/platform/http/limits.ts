/** Largest JSON body, bytes; workbooks come through their own route. */
export const BODY_LIMIT = 1_048_576;
