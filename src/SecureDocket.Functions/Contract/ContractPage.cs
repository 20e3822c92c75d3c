using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Microsoft.AspNetCore.Html;
using SecureDocket.Functions.Pages;
using static SecureDocket.Functions.Pages.Markup;

namespace SecureDocket.Functions.Contract;

/// <summary>Renders the contract as one page without script: operations, schemas, problems and reasons, each with its own anchor.</summary>
public sealed partial class ContractPage
{
    // Does not escape letters of any script.
    private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private static readonly JsonSerializerOptions s_examples =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] s_limits =
        ["format", "pattern", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "contentMediaType"];

    private readonly ContractDocument _contract;
    private readonly WebFiles _files;
    private readonly Lazy<ContractFile> _file;

    /// <summary>Creates the page; it is rendered when first requested.</summary>
    public ContractPage(ContractDocument contract, WebFiles files)
    {
        (_contract, _files) = (contract, files);
        _file = new(() => new(Encoding.UTF8.GetBytes(Write(Page())), "text/html; charset=utf-8"));
    }

    /// <summary>The page as served, in UTF-8.</summary>
    internal ContractFile File => _file.Value;

    private IHtmlContent Page()
    {
        var (json, info) = (_contract.Json, _contract.Json["info"]!.AsObject());
        var operations = _contract.Operations.ToLookup(operation => Text(operation.Json["tags"]![0]));
        var tags = json["tags"]!.AsArray().Select(tag => tag!.AsObject()).ToList();
        return Html($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Text(info["title"])}: the contract</title>
            <link rel="stylesheet" href="{_files.AddressOf("contract/look.css")}">
            <link rel="icon" href="{_files.AddressOf("portal/icon.svg")}">
            </head>
            <body>
            <a class="skip" href="#operations">To the operations</a>
            <header>
            <h1>{Text(info["title"])}: the contract</h1>
            <p>Version {Text(info["version"])}. For programs: <a href="/api/v1/openapi.json">openapi.json</a>.</p>
            {Prose(info["description"])}
            </header>
            <nav aria-label="Contents">
            {Each(tags, tag => Chapter(tag, operations[Text(tag["name"])]))}
            <p><a href="#schemas">Schemas</a> · <a href="#problems">Problems</a> · <a href="#reasons">Reasons</a></p>
            </nav>
            <main id="operations">
            {Each(tags, tag => Section(tag, operations[Text(tag["name"])]))}
            <h2 id="schemas">Schemas</h2>
            {Each(json["components"]!["schemas"]!.AsObject(), schema => SchemaSection(schema.Key, schema.Value!.AsObject()))}
            <h2 id="problems">Problems</h2>
            <p>Every error is one of these. Branch on the code; a title never varies.</p>
            {Rows(["Code", "Status", "Title"], json["x-problems"]!.AsObject(), problem => ProblemRow(problem.Key, problem.Value!))}
            <h2 id="reasons">Reasons</h2>
            <p>Why a verdict is not <code>valid</code>. A code is never renamed; where two are given, branch on the first.</p>
            {Rows(["Code", "Meaning"], json["x-reasons"]!.AsObject(), reason => ReasonRow(reason.Key, Text(reason.Value)))}
            </main>
            </body>
            </html>
            """);
    }

    private static IHtmlContent Chapter(JsonObject tag, IEnumerable<ContractOperation> operations) =>
        Html($"<details><summary>{Text(tag["name"])}</summary><ul>{Each(operations, OperationLink)}</ul></details>");

    private static IHtmlContent OperationLink(ContractOperation operation) =>
        Html($"""<li><a href="#{operation.Id}">{Text(operation.Json["summary"])}</a></li>""");

    private static IHtmlContent SchemaSection(string name, JsonObject schema) =>
        Html($"""<section id="schema-{name}"><h3>{name}</h3>{Schema(schema)}</section>""");

    private static IHtmlContent ProblemRow(string code, JsonNode problem) => Html($"""
        <tr id="problem-{code}"><td><code>{code}</code></td><td>{Text(problem["status"])}</td><td>{Text(problem["title"])}</td></tr>
        """);

    private static IHtmlContent ReasonRow(string code, string meaning) =>
        Html($"""<tr id="reason-{code}"><td><code>{code}</code></td><td>{Inline(meaning)}</td></tr>""");

    private IHtmlContent Section(JsonObject tag, IEnumerable<ContractOperation> operations) =>
        Html($"<h2>{Text(tag["name"])}</h2><p>{Text(tag["description"])}</p>{Each(operations, Operation)}");

    private IHtmlContent Operation(ContractOperation operation)
    {
        var json = operation.Json;
        var parameters = (json["parameters"]?.AsArray() ?? []).Select(parameter => _contract.Resolve(parameter!)).ToList();
        return Html($"""
            <section id="{operation.Id}">
            <h3>{Text(json["summary"])}</h3>
            <p class="address"><b>{operation.Method}</b> <code>{operation.Path}</code></p>
            <p>For {string.Join(", ", CallersOf(json))}.</p>
            {Prose(json["description"])}
            {(parameters.Count == 0 ? None : Html($"<h4>Parameters</h4><dl>{Each(parameters, Parameter)}</dl>"))}
            {(json["requestBody"] is { } body ? RequestBody(body) : None)}
            <h4>Answers</h4>
            {Each(json["responses"]!.AsObject(), response => Response(response.Key, _contract.Resolve(response.Value!)))}
            </section>

            """);
    }

    private IEnumerable<string> CallersOf(JsonObject operation)
    {
        var isPublic = (operation["security"] ?? _contract.Json["security"])!.AsArray().Any(way => way!.AsObject().Count == 0);
        string[] others = isPublic ? ["anyone without a token"]
            : operation["x-cardholder"] is null ? []
            : ["a cardholder who is signed in"];
        return [.. operation["x-roles"]!.AsArray().Select(Text), .. others];
    }

    private static IHtmlContent RequestBody(JsonNode body) =>
        Html($"<h4>Request</h4>{Prose(body["description"])}{Contents(body["content"])}");

    private static IHtmlContent Parameter(JsonObject parameter)
    {
        var optional = parameter["required"]?.GetValue<bool>() == true ? "" : ", optional";
        var meaning = Html($"<dd>{Inline(Text(parameter["description"]))} {Schema(parameter["schema"]!.AsObject())}</dd>");
        return Html($"<dt><code>{Text(parameter["name"])}</code> in the {Text(parameter["in"])}{optional}</dt>{meaning}");
    }

    private static IHtmlContent Response(string status, JsonObject response)
    {
        var headers = (response["headers"]?.AsObject() ?? []).Select(header => header.Key).ToList();
        return Html($"""
            <details><summary><b>{status}</b> {Inline(Text(response["description"]))}</summary>
            {(headers.Count == 0 ? None : Html($"<p>With {string.Join(", ", headers)}.</p>"))}
            {Contents(response["content"])}
            </details>
            """);
    }

    private static IHtmlContent Contents(JsonNode? contents) =>
        Each(contents?.AsObject() ?? [], content => Content(content.Key, content.Value!.AsObject()));

    private static IHtmlContent Content(string mediaType, JsonObject content)
    {
        var schema = content["schema"] is { } given ? Schema(given.AsObject()) : None;
        return Html($"<p><code>{mediaType}</code></p>{schema}{Examples(content)}");
    }

    private static IHtmlContent Examples(JsonObject content) => Each(
        content["examples"]?.AsObject().Select(example => (Text(example.Value!["summary"]), example.Value["value"]))
            ?? (content["example"] is { } only ? [("Example", only)] : Enumerable.Empty<(string, JsonNode?)>()),
        example => Html($"""<p>{example.Item1}</p><pre tabindex="0"><code>{ExampleText(example.Item2)}</code></pre>"""));

    private static string ExampleText(JsonNode? example) => example is JsonValue value && value.GetValueKind() == JsonValueKind.String
        ? value.GetValue<string>()
        : example?.ToJsonString(s_examples) ?? "null";

    private static IHtmlContent Schema(JsonObject schema)
    {
        if (schema["$ref"]?.GetValue<string>() is { } reference)
        {
            var name = reference[(reference.LastIndexOf('/') + 1)..];
            return Html($"""<a href="#schema-{name}">{name}</a>""");
        }

        var required = (schema["required"]?.AsArray() ?? []).Select(name => Text(name)).ToHashSet();
        return Html($"""
            <span class="type">{Type(schema)}</span> {Inline(Text(schema["description"]))}
            {Limits(schema)}
            {(schema["enum"] is { } words ? Html($"<p>One of {Words(words.AsArray())}.</p>") : None)}
            {(schema["items"] is { } items ? Items(items.AsObject()) : None)}
            {(schema["oneOf"] is { } ways ? Alternatives(ways.AsArray()) : None)}
            {(schema["properties"] is { } members ? Members(members.AsObject(), required) : None)}
            """);
    }

    private static IHtmlContent Items(JsonObject schema) => Html($"""<div class="inner">Each: {Schema(schema)}</div>""");

    private static IHtmlContent Alternatives(JsonArray schemas) =>
        Html($"<ul>{Each(schemas, schema => Html($"<li>{Schema(schema!.AsObject())}</li>"))}</ul>");

    private static IHtmlContent Members(JsonObject members, HashSet<string> required) =>
        Html($"<dl>{Each(members, member => Member(member.Key, member.Value!.AsObject(), required.Contains(member.Key)))}</dl>");

    private static IHtmlContent Member(string name, JsonObject schema, bool isRequired) =>
        Html($"<dt><code>{name}</code>{(isRequired ? "" : ", optional")}</dt><dd>{Schema(schema)}</dd>");

    private static string Type(JsonObject schema) => schema["type"] switch
    {
        JsonArray several => string.Join(" or ", several.Select(one => Text(one))),
        null => "",
        var one => Text(one),
    };

    private static IHtmlContent Limits(JsonObject schema)
    {
        var limits = s_limits.Where(limit => schema[limit] is not null).ToList();
        return limits.Count == 0
            ? None
            : Html($"""<p class="limits">{Each(limits, limit => Html($"{limit} <code>{Text(schema[limit])}</code> "))}</p>""");
    }

    private static IHtmlContent Words(JsonArray words) =>
        Each(words, word => Html($"<code>{(word is null ? "null" : Text(word))}</code> "));

    private static IHtmlContent Rows<T>(IReadOnlyList<string> heads, IEnumerable<T> items, Func<T, IHtmlContent> row) => Html($"""
        <div class="wide" tabindex="0"><table>{Head(heads)}<tbody>{Each(items, row)}</tbody></table></div>
        """);

    private static IHtmlContent Head(IReadOnlyList<string> heads) =>
        Html($"<thead><tr>{Each(heads, head => Html($"""<th scope="col">{head}</th>"""))}</tr></thead>");

    /// <summary>Renders the Markdown subset used in the document: blank lines separate paragraphs, and backticks mark code.</summary>
    private static IHtmlContent Prose(JsonNode? text)
    {
        var paragraphs = Text(text).Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return Each(paragraphs, paragraph => Html($"<p>{Inline(paragraph)}</p>"));
    }

    private static IHtmlContent Inline(string text) =>
        Each(Code().Split(text).Index(), piece => piece.Index % 2 == 1 ? Html($"<code>{piece.Item}</code>") : Html($"{piece.Item}"));

    private static string Text(JsonNode? node) => node switch
    {
        null => "",
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => node.ToJsonString(),
    };

    private static string Write(IHtmlContent content)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        content.WriteTo(writer, s_encoder);
        return writer.ToString();
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
