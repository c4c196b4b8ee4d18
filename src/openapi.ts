/** The OpenAPI document as the page about the API shows it: operations in groups, with their fields and an example. */

interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  example?: unknown;
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  allOf?: Schema[];
  oneOf?: Schema[];
  format?: string;
  additionalProperties?: Schema | boolean;
}
interface Operation {
  summary?: string;
  description?: string;
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema; description?: string }[];
  requestBody?: { content?: Record<string, { schema?: Schema }> };
  responses?: Record<string, { description?: string; content?: Record<string, { schema?: Schema }> }>;
}
export interface ApiDescription {
  info?: { title?: string; description?: string };
  paths?: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, Schema> };
}

export interface FieldLine {
  /** `departments[].code`; the parts of a named type are listed with that type. */
  name: string;
  type: string;
  /** The named type in it, which has its own list of fields. */
  named: string | undefined;
  required: boolean;
  meaning: string;
}
export interface OperationLine {
  id: string;
  method: string;
  path: string;
  summary: string;
  parameters: (FieldLine & { in: string })[];
  body: FieldLine[];
  answer: FieldLine[];
  /** The named types of the body and of the answer. */
  bodyType: string | undefined;
  answerType: string | undefined;
  mediaType: string;
  example: string | undefined;
  problems: { status: string; names: string }[];
}

export const apiGroups = [
  'open',
  'ledger',
  'figures',
  'cases',
  'departments',
  'citizen',
  'desk',
  'admin',
  'machine',
] as const;
export type ApiGroup = (typeof apiGroups)[number];

const prefixes: readonly [string, ApiGroup][] = [
  ['/open/', 'open'],
  ['/api/ledger', 'ledger'],
  ['/log/', 'ledger'],
  ['/api/figures', 'figures'],
  ['/api/method', 'figures'],
  ['/api/cases', 'cases'],
  ['/api/departments', 'departments'],
  ['/api/city', 'departments'],
  ['/api/desk', 'desk'],
  ['/api/admin', 'admin'],
  ['/api/setup', 'admin'],
  ['/healthz', 'machine'],
  ['/metrics', 'machine'],
  ['/api/openapi.json', 'machine'],
];
const groupOf = (path: string): ApiGroup => prefixes.find(([prefix]) => path.startsWith(prefix))?.[1] ?? 'citizen';

/** How deep fields are listed: beyond it the type's name says enough. */
const deepest = 3;

/** Operations by group, in the order of the document. */
export function operationsOf(description: ApiDescription): { group: ApiGroup; operations: OperationLine[] }[] {
  const schemas = description.components?.schemas ?? {};
  const lines = Object.entries(description.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      group: groupOf(path),
      line: lineOf(method, path, operation, schemas),
    })),
  );
  return apiGroups
    .map((group) => ({ group, operations: lines.filter((one) => one.group === group).map(({ line }) => line) }))
    .filter(({ operations }) => operations.length > 0);
}

/** The named types that have fields, in the order of the document. */
export const typesOf = ({ components }: ApiDescription): { name: string; meaning: string; fields: FieldLine[] }[] =>
  Object.entries(components?.schemas ?? {}).flatMap(([name, schema]) => {
    const fields = fieldsOf(schema, components?.schemas ?? {});
    return fields.length === 0 ? [] : [{ name, meaning: schema.description ?? '', fields }];
  });

type Schemas = Record<string, Schema>;

function lineOf(method: string, path: string, operation: Operation, schemas: Schemas): OperationLine {
  const [, good] = Object.entries(operation.responses ?? {}).find(([status]) => status.startsWith('2')) ?? [];
  const [mediaType = '', content] = Object.entries(good?.content ?? {})[0] ?? [];
  const [, body] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const example = content?.schema === undefined ? undefined : exampleOf(content.schema, schemas, 1);
  return {
    id: `${method}${path.replaceAll(/[^a-z0-9]+/gi, '-')}`,
    method: method.toUpperCase(),
    path,
    summary: operation.summary ?? operation.description ?? '',
    parameters: (operation.parameters ?? []).map((one) => ({
      name: one.name,
      in: one.in,
      type: typeOf(one.schema ?? {}, schemas),
      named: undefined,
      required: one.required ?? false,
      meaning: meaningOf(one.schema ?? {}, schemas, one.description),
    })),
    body: body?.schema && !nameOf(body.schema) ? fieldsOf(body.schema, schemas) : [],
    bodyType: body?.schema && nameOf(body.schema),
    answer: content?.schema && !nameOf(content.schema) ? fieldsOf(content.schema, schemas) : [],
    answerType: content?.schema && nameOf(content.schema),
    mediaType,
    example: typeof example === 'object' && example !== null ? JSON.stringify(example, null, 2) : undefined,
    problems: Object.entries(operation.responses ?? {})
      .filter(([status]) => !status.startsWith('2'))
      .map(([status, { description = '' }]) => ({ status, names: description })),
  };
}

const nameOf = ({ $ref }: Schema): string | undefined => $ref?.split('/').at(-1);

/** The schema behind a reference, and without its `null`. */
function resolved(schema: Schema, schemas: Schemas): Schema {
  const name = nameOf(schema);
  if (name !== undefined) return schemas[name] ? resolved(schemas[name], schemas) : {};
  const choices = (schema.anyOf ?? schema.oneOf ?? []).filter(({ type }) => type !== 'null');
  const [only] = choices;
  if (only !== undefined && choices.length === 1) return resolved(only, schemas);
  if (schema.allOf) {
    const parts = schema.allOf.map((part) => resolved(part, schemas));
    return Object.assign({}, ...parts, {
      properties: Object.assign({}, ...parts.map(({ properties }) => properties)),
    }) as Schema;
  }
  return schema;
}

function typeOf(schema: Schema, schemas: Schemas): string {
  const name = nameOf(schema);
  const one = resolved(schema, schemas);
  const isNullable =
    schema.anyOf?.some(({ type }) => type === 'null') || (Array.isArray(one.type) && one.type.includes('null'));
  const plain = Array.isArray(one.type) ? one.type.filter((type) => type !== 'null').join(' | ') : one.type;
  const base = one.items ? `${typeOf(one.items, schemas)}[]` : (name ?? plain ?? (one.anyOf ? 'string' : 'any'));
  return `${base}${one.format ? ` (${one.format})` : ''}${isNullable ? ' | null' : ''}`;
}

function meaningOf(schema: Schema, schemas: Schemas, description?: string): string {
  const one = resolved(schema, schemas);
  const choices = one.enum ? one.enum.map(String).join(' · ') : '';
  return [description ?? schema.description ?? one.description, choices].filter(Boolean).join(' ');
}

/** The named type that a field holds, alone or in a list, if that has fields of its own. */
function namedIn(schema: Schema, schemas: Schemas): string | undefined {
  const name = nameOf(schema) ?? (schema.anyOf ?? []).map(nameOf).find(Boolean);
  if (name !== undefined) return resolved(schema, schemas).properties ? name : undefined;
  return schema.items && namedIn(schema.items, schemas);
}

/** The fields of an object. Parts without a name of their own are listed with the path to them; named ones are listed elsewhere. */
function fieldsOf(schema: Schema, schemas: Schemas, prefix = '', depth = 0): FieldLine[] {
  const one = resolved(schema, schemas);
  if (one.items) return fieldsOf(one.items, schemas, `${prefix}[]`, depth);
  return Object.entries(one.properties ?? {}).flatMap(([name, property]) => {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    const inner = resolved(property, schemas);
    const named = namedIn(property, schemas);
    const isOpened =
      named === undefined && depth + 1 < deepest && (inner.properties !== undefined || inner.items !== undefined);
    return [
      {
        name: path,
        type: typeOf(property, schemas),
        named,
        required: one.required?.includes(name) ?? false,
        meaning: meaningOf(property, schemas),
      },
      ...(isOpened ? fieldsOf(property, schemas, path, depth + 1) : []),
    ];
  });
}

/** A value such as the schema allows, from its examples where it has them. */
function exampleOf(schema: Schema, schemas: Schemas, depth: number): unknown {
  const one = resolved(schema, schemas);
  if (one.example !== undefined) return one.example;
  if (one.enum) return one.enum[0];
  if (one.const !== undefined) return one.const;
  if (one.properties) {
    if (depth >= deepest) return {};
    return Object.fromEntries(
      Object.entries(one.properties).map(([name, property]) => [name, exampleOf(property, schemas, depth + 1)]),
    );
  }
  if (one.items) return depth >= deepest ? [] : [exampleOf(one.items, schemas, depth + 1)];
  const type = Array.isArray(one.type) ? one.type[0] : one.type;
  if (type === 'integer' || type === 'number') return 0;
  if (type === 'boolean') return false;
  return one.format === 'date' ? '2026-11-22' : '';
}
