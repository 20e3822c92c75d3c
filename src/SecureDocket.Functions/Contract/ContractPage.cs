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

/// <summary>Writes the contract as one page without script: operations, schemas, problems and reasons, each with its own address on it.</summary>
public sealed partial class ContractPage
{
    // Letters of every script as they are.
    private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private static readonly JsonSerializerOptions s_examples = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] s_limits =
        ["format", "pattern", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "contentMediaType"];

    private readonly ContractDocument _contract;
    private readonly WebFiles _files;
    private readonly Lazy<ContractFile> _file;

    /// <summary>Writes nothing yet.</summary>
    public ContractPage(ContractDocument contract, WebFiles files)
    {
        (_contract, _files) = (contract, files);
        _file = new(() => new(Encoding.UTF8.GetBytes(Write(Page())), "text/html; charset=utf-8"));
    }

    /// <summary>The page as it is served, in UTF-8.</summary>
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
            {Each(tags, tag => Html($"<details><summary>{Text(tag["name"])}</summary><ul>{Each(operations[Text(tag["name"])], operation => Html($"<li><a href=\"#{operation.Id}\">{Text(operation.Json["summary"])}</a></li>"))}</ul></details>"))}
            <p><a href="#schemas">Schemas</a> · <a href="#problems">Problems</a> · <a href="#reasons">Reasons</a></p>
            </nav>
            <main id="operations">
            {Each(tags, tag => Html($"<h2>{Text(tag["name"])}</h2><p>{Text(tag["description"])}</p>{Each(operations[Text(tag["name"])], Operation)}"))}
            <h2 id="schemas">Schemas</h2>
            {Each(json["components"]!["schemas"]!.AsObject(), schema => Html($"<section id=\"schema-{schema.Key}\"><h3>{schema.Key}</h3>{Schema(schema.Value!.AsObject())}</section>"))}
            <h2 id="problems">Problems</h2>
            <p>Every error is one of these. Branch on the code; a title never varies.</p>
            {Rows(["Code", "Status", "Title"], json["x-problems"]!.AsObject(), problem => Html($"<tr id=\"problem-{problem.Key}\"><td><code>{problem.Key}</code></td><td>{Text(problem.Value!["status"])}</td><td>{Text(problem.Value["title"])}</td></tr>"))}
            <h2 id="reasons">Reasons</h2>
            <p>Why a verdict is not <code>valid</code>. A code is never renamed; where two are given, branch on the first.</p>
            {Rows(["Code", "Meaning"], json["x-reasons"]!.AsObject(), reason => Html($"<tr id=\"reason-{reason.Key}\"><td><code>{reason.Key}</code></td><td>{Inline(Text(reason.Value))}</td></tr>"))}
            </main>
            </body>
            </html>
            """);
    }

    private IHtmlContent Operation(ContractOperation operation)
    {
        var json = operation.Json;
        var parameters = (json["parameters"]?.AsArray() ?? []).Select(parameter => _contract.Resolve(parameter!)).ToList();
        var isPublic = (json["security"] ?? _contract.Json["security"])!.AsArray().Any(way => way!.AsObject().Count == 0);
        var roles = json["x-roles"]!.AsArray().Select(role => Text(role)).ToList();
        string[] callers = [.. roles, .. isPublic ? (string[])["anyone without a token"] : json["x-cardholder"] is null ? [] : ["a cardholder who is signed in"]];
        return Html($"""
            <section id="{operation.Id}">
            <h3>{Text(json["summary"])}</h3>
            <p class="address"><b>{operation.Method}</b> <code>{operation.Path}</code></p>
            <p>For {string.Join(", ", callers)}.</p>
            {Prose(json["description"])}
            {(parameters.Count == 0 ? HtmlString.Empty : Html($"<h4>Parameters</h4><dl>{Each(parameters, Parameter)}</dl>"))}
            {(json["requestBody"] is { } body ? Html($"<h4>Request</h4>{Prose(body["description"])}{Contents(body["content"])}") : HtmlString.Empty)}
            <h4>Answers</h4>
            {Each(json["responses"]!.AsObject(), response => Response(response.Key, _contract.Resolve(response.Value!)))}
            </section>

            """);
    }

    private static IHtmlContent Parameter(JsonObject parameter) => Html(
        $"<dt><code>{Text(parameter["name"])}</code> in the {Text(parameter["in"])}{(parameter["required"]?.GetValue<bool>() == true ? "" : ", optional")}</dt><dd>{Inline(Text(parameter["description"]))} {Schema(parameter["schema"]!.AsObject())}</dd>");

    private static IHtmlContent Response(string status, JsonObject response)
    {
        var headers = (response["headers"]?.AsObject() ?? []).Select(header => header.Key).ToList();
        return Html($"""
            <details><summary><b>{status}</b> {Inline(Text(response["description"]))}</summary>
            {(headers.Count == 0 ? HtmlString.Empty : Html($"<p>With {string.Join(", ", headers)}.</p>"))}
            {Contents(response["content"])}
            </details>
            """);
    }

    private static IHtmlContent Contents(JsonNode? contents) => Each(contents?.AsObject() ?? [], content => Html(
        $"<p><code>{content.Key}</code></p>{(content.Value!["schema"] is { } schema ? Schema(schema.AsObject()) : HtmlString.Empty)}{Examples(content.Value.AsObject())}"));

    private static IHtmlContent Examples(JsonObject content) => Each(
        content["examples"]?.AsObject().Select(example => (Text(example.Value!["summary"]), example.Value["value"]))
            ?? (content["example"] is { } only ? [("Example", only)] : Enumerable.Empty<(string, JsonNode?)>()),
        example => Html($"<p>{example.Item1}</p><pre tabindex=\"0\"><code>{(example.Item2 is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : example.Item2?.ToJsonString(s_examples) ?? "null")}</code></pre>"));

    private static IHtmlContent Schema(JsonObject schema)
    {
        if (schema["$ref"]?.GetValue<string>() is { } reference)
        {
            var name = reference[(reference.LastIndexOf('/') + 1)..];
            return Html($"<a href=\"#schema-{name}\">{name}</a>");
        }

        var required = (schema["required"]?.AsArray() ?? []).Select(name => Text(name)).ToHashSet();
        return Html($"""
            <span class="type">{Type(schema)}</span> {Inline(Text(schema["description"]))}
            {Limits(schema)}
            {(schema["enum"] is { } words ? Html($"<p>One of {Words(words.AsArray())}.</p>") : HtmlString.Empty)}
            {(schema["items"] is { } items ? Html($"<div class=\"inner\">Each: {Schema(items.AsObject())}</div>") : HtmlString.Empty)}
            {(schema["oneOf"] is { } ways ? Html($"<ul>{Each(ways.AsArray(), way => Html($"<li>{Schema(way!.AsObject())}</li>"))}</ul>") : HtmlString.Empty)}
            {(schema["properties"] is { } members ? Html($"<dl>{Each(members.AsObject(), member => Html($"<dt><code>{member.Key}</code>{(required.Contains(member.Key) ? "" : ", optional")}</dt><dd>{Schema(member.Value!.AsObject())}</dd>"))}</dl>") : HtmlString.Empty)}
            """);
    }

    private static string Type(JsonObject schema) => schema["type"] switch
    {
        JsonArray several => string.Join(" or ", several.Select(one => Text(one))),
        null => "",
        var one => Text(one),
    };

    private static IHtmlContent Limits(JsonObject schema)
    {
        var limits = s_limits.Where(limit => schema[limit] is not null).ToList();
        return limits.Count == 0 ? HtmlString.Empty : Html($"<p class=\"limits\">{Each(limits, limit => Html($"{limit} <code>{Text(schema[limit])}</code> "))}</p>");
    }

    private static IHtmlContent Words(JsonArray words) => Each(words, word => Html($"<code>{(word is null ? "null" : Text(word))}</code> "));

    private static IHtmlContent Rows<T>(IReadOnlyList<string> heads, IEnumerable<T> items, Func<T, IHtmlContent> row) => Html(
        $"<div class=\"wide\" tabindex=\"0\"><table><thead><tr>{Each(heads, head => Html($"<th scope=\"col\">{head}</th>"))}</tr></thead><tbody>{Each(items, row)}</tbody></table></div>");

    /// <summary>Paragraphs of the little Markdown that the document has: an empty line parts them, and backticks mark code.</summary>
    private static IHtmlContent Prose(JsonNode? text) =>
        Each(Text(text).Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), paragraph => Html($"<p>{Inline(paragraph)}</p>"));

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
