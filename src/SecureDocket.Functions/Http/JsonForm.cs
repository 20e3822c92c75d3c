using System.Text.Json;
using NodaTime.Text;

namespace SecureDocket.Functions.Http;

/// <summary>Reads one JSON object property by property and collects all errors, so that a caller gets them all at once.</summary>
/// <remarks>Strict: duplicate and unknown properties, wrong types and strings that are too long are errors.</remarks>
internal sealed class JsonForm : IDisposable
{
    private const int TextLimit = 8 * 1024;

    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    private readonly JsonDocument? _document;
    private readonly JsonElement? _root;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly List<Refusal> _faults = [];
    private readonly List<string> _members = [];

    public JsonForm(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            _document = JsonDocument.Parse(utf8, s_options);
            _root = Enter(_document.RootElement, HttpRefusals.NotAnObject);
        }
        catch (JsonException failure)
        {
            // For a duplicate property, the parser reports no position.
            _faults.Add(
                failure.LineNumber is null ? HttpRefusals.DuplicateProperty
                : IsTooDeep(utf8.Span) ? HttpRefusals.TooDeep(s_options.MaxDepth)
                : HttpRefusals.NotWellFormed(failure));
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate or invalid UTF-8 in a property name is valid JSON but not valid text.
            _faults.Add(HttpRefusals.PropertyName);
        }
    }

    private JsonForm(JsonElement element) => _root = Enter(element, HttpRefusals.Element);

    /// <summary>A string; null when absent, null or invalid.</summary>
    public string? Text(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && TryGetString(value) is { } text)
        {
            if (text.Length <= TextLimit)
            {
                return text;
            }

            _faults.Add(HttpRefusals.TextTooLong(name, TextLimit));
            return null;
        }

        _faults.Add(HttpRefusals.Text(name));
        return null;
    }

    /// <summary>An array of strings; null when absent, null or invalid.</summary>
    public IReadOnlyList<string>? Texts(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            var texts = value.EnumerateArray().Select(element => element.ValueKind == JsonValueKind.String ? TryGetString(element) : null).OfType<string>().ToList();
            if (texts.Count == value.GetArrayLength())
            {
                return texts;
            }
        }

        _faults.Add(HttpRefusals.Texts(name));
        return null;
    }

    /// <summary>An array of objects, each a form with its own errors; null when absent, null or invalid. Disposed of together with this form.</summary>
    public IReadOnlyList<JsonForm>? Objects(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            return [.. value.EnumerateArray().Select(element => new JsonForm(element))];
        }

        _faults.Add(HttpRefusals.Objects(name));
        return null;
    }

    /// <summary>An RFC 3339 timestamp, returned in UTC; null when absent, null or invalid.</summary>
    public DateTimeOffset? Moment(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        // Years that can be represented in every time zone.
        if (OffsetDateTimePattern.Rfc3339.Parse(text).TryGetValue(default, out var moment) && moment.Year is > 1 and < 9999)
        {
            return moment.ToInstant().ToDateTimeOffset();
        }

        _faults.Add(HttpRefusals.Moment(name));
        return null;
    }

    /// <summary>A whole number; null when absent, null or invalid.</summary>
    public long? Integer(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number))
        {
            return number;
        }

        _faults.Add(HttpRefusals.Integer(name));
        return null;
    }

    /// <summary>A Boolean; null when absent, null or invalid.</summary>
    public bool? Flag(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        _faults.Add(HttpRefusals.Flag(name));
        return null;
    }

    /// <summary>A string from a list of allowed values; otherwise adds a refusal, and the result must not be used.</summary>
    public string? OneOf(string name, IReadOnlyList<string> allowed, List<Refusal> refusals)
    {
        var text = Text(name);
        if (!allowed.Contains(text, StringComparer.Ordinal))
        {
            refusals.Add(HttpRefusals.OneOf(name, allowed));
        }

        return text;
    }

    /// <summary>Completes the reading: returns the errors of the form and, for properties without such errors, those of <paramref name="checks"/>.</summary>
    public List<Refusal> Faults(params IReadOnlyList<Refusal> checks)
    {
        if (_root is null)
        {
            return _faults;
        }

        var unknown = _members
            .Where(member => !_asked.Contains(member))
            .Select(member => HttpRefusals.UnknownProperty(Shorten(member)));
        return [.. _faults, .. checks.Where(check => _faults.TrueForAll(fault => fault.Field != check.Field)), .. unknown];
    }

    /// <summary>Reads a complete form; returns its content or all of its errors.</summary>
    /// <param name="body">The body.</param>
    /// <param name="read">Reads the properties and adds their errors; its result is used only when there are none.</param>
    public static Result<T> Read<T>(Result<ReadOnlyMemory<byte>> body, ReadForm<T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        if (body.IsRefused)
        {
            return body.Refusals.ToList();
        }

        using var json = new JsonForm(body.Value);
        List<Refusal> refusals = [];
        var value = read(json, refusals);
        var faults = json.Faults(refusals);
        return faults.Count > 0 ? faults : value;
    }

    /// <inheritdoc />
    public void Dispose() => _document?.Dispose();

    private JsonElement? Enter(JsonElement element, Refusal otherwise)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            _faults.Add(otherwise);
            return null;
        }

        _members.AddRange(element.EnumerateObject().Select(member => member.Name));
        return element;
    }

    private JsonElement? Find(string name)
    {
        _asked.Add(name);
        return _root is { } root
            && root.TryGetProperty(name, out var value)
            && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    // Whether the JSON is well-formed up to the first level beyond the limit.
    private static bool IsTooDeep(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = s_options.MaxDepth + 1 });
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth == s_options.MaxDepth)
                {
                    return true;
                }
            }
        }
        catch (JsonException)
        {
            // Malformed before that level.
        }

        return false;
    }

    // Escapes can encode a lone surrogate, which is well-formed JSON but not valid text.
    private static string? TryGetString(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Shorten(string name) => name.Length <= 40 ? name : name[..40] + "…";
}

/// <summary>Reads the content of a form.</summary>
/// <param name="json">The form.</param>
/// <param name="faults">Receives the errors of its properties.</param>
/// <returns>The content; must not be used when there are errors.</returns>
internal delegate T ReadForm<out T>(JsonForm json, List<Refusal> faults);
