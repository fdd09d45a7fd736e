import { readdirSync, readFileSync } from 'node:fs'
import { join, posix, resolve } from 'node:path'
import ts from 'typescript'

const root = resolve(import.meta.dirname, '..')

export interface Import {
  /** A path from the project's root for our own files, else the package's name. */
  target: string
  typeOnly: boolean
}

export interface Module {
  path: string
  text: string
  source: ts.SourceFile
  imports: Import[]
}

/** Every source file of the product, parsed once. */
export function readModules(): Module[] {
  return ['server', 'client'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.tsx?$/.test(path))
      .map((path) => posix.join(folder, path.replaceAll('\\', '/')))
      .sort()
      .map((path) => parseModule(path, readFileSync(join(root, path), 'utf8'))),
  )
}

export function parseModule(path: string, text: string): Module {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true)
  const imports: Import[] = []
  visit(source, (node) => {
    const found = importOf(node)
    if (found) imports.push({ target: resolveTarget(path, found.specifier), typeOnly: found.typeOnly })
  })
  return { path, text, source, imports }
}

function importOf(node: ts.Node): { specifier: string; typeOnly: boolean } | undefined {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    return { specifier: node.moduleSpecifier.text, typeOnly: isTypeImport(node.importClause) }
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
    return { specifier: node.moduleSpecifier.text, typeOnly: node.isTypeOnly }
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
    return { specifier: node.argument.literal.text, typeOnly: true }
  }
  if (ts.isCallExpression(node) && node.arguments[0] && ts.isStringLiteral(node.arguments[0])) {
    const dynamic = node.expression.kind === ts.SyntaxKind.ImportKeyword
    if (dynamic || (ts.isIdentifier(node.expression) && node.expression.text === 'require')) {
      return { specifier: node.arguments[0].text, typeOnly: false }
    }
  }
  return undefined
}

function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false
  if (clause.isTypeOnly) return true
  const named = clause.namedBindings
  return (
    !clause.name &&
    named !== undefined &&
    ts.isNamedImports(named) &&
    named.elements.length > 0 &&
    named.elements.every(({ isTypeOnly }) => isTypeOnly)
  )
}

function resolveTarget(path: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(path), specifier)
  const parts = specifier.split('/')
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0]
}

export function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node)
  ts.forEachChild(node, (child) => visit(child, see))
}

/** Every circle once, named by its files in order: found where a walk along the imports meets a file it is still in. */
export function findCircles(modules: readonly Module[], counts: (one: Import) => boolean): string[] {
  const targets = new Map(modules.map(({ path, imports }) => [path, new Set(imports.filter(counts).map(({ target }) => target))]))
  const circles = new Set<string>()
  const done = new Set<string>()
  const walk = (path: string, trail: string[]): void => {
    const at = trail.indexOf(path)
    if (at >= 0) {
      circles.add([...trail.slice(at), path].join(' → '))
      return
    }
    if (done.has(path)) return
    for (const target of targets.get(path) ?? []) if (targets.has(target)) walk(target, [...trail, path])
    done.add(path)
  }
  for (const path of targets.keys()) walk(path, [])
  return [...circles]
}
