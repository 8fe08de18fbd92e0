/** The version of the package; a test holds it against package.json, which is not read at run time. */
export const VERSION = '0.1.0';
