import { expect, test } from 'vitest';
import { z } from 'zod';
import { fileSchemaOf } from './file-schema.ts';

const file = z.strictObject({
  colour: z.string().meta({ vocabulary: 'colour' }).describe('What it looks like.'),
  wait: z.union([z.string(), z.int()]).transform(String),
});
const COLOURS = { colour: { enum: ['red', 'blue'] }, sound: { enum: ['low'] } };

test('a field that names a vocabulary keeps its words and takes those of the vocabulary; no other is carried along', () => {
  expect(fileSchemaOf(file, COLOURS)).toMatchObject({
    $schema: 'http://json-schema.org/draft-07/schema#',
    properties: {
      colour: { type: 'string', description: 'What it looks like.', allOf: [{ $ref: '#/definitions/colour' }] },
    },
    required: ['colour', 'wait'],
    additionalProperties: false,
    definitions: { colour: { enum: ['red', 'blue'] } },
  });
  expect(fileSchemaOf(file, COLOURS)['definitions']).not.toHaveProperty('sound');
});

test('it is what a file may hold, not what is made of it', () => {
  expect(fileSchemaOf(file, COLOURS)).toMatchObject({
    properties: { wait: { anyOf: [{ type: 'string' }, { type: 'integer' }] } },
  });
});

test('a vocabulary that nobody knows is a bug', () => {
  expect(() => fileSchemaOf(file, {})).toThrow('no vocabulary "colour"');
});
