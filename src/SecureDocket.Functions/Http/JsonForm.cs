using System.Text.Json;
using NodaTime.Text;

namespace SecureDocket.Functions.Http;

/// <summary>Reads one JSON object member by member and remembers every fault, so that a caller hears of all of them at once.</summary>
/// <remarks>Strict: duplicate and unknown members, wrong types and over-long texts are faults.</remarks>
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
            _root = Enter(_document.RootElement, "malformed-json", "The body");
        }
        catch (JsonException failure)
        {
            // The parser gives a duplicate member no position.
            _faults.Add(new("malformed-json",
                failure.LineNumber is null ? "The body contains a duplicate property."
                : IsTooDeep(utf8.Span) ? $"The body is nested too deeply; at most {s_options.MaxDepth} levels are allowed."
                : FormattableString.Invariant($"The body is not well-formed JSON: line {failure.LineNumber + 1}, byte {failure.BytePositionInLine + 1}.")));
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair or broken UTF-8 in a member's name passes for JSON and is no text.
            _faults.Add(new("malformed-json", "The body contains a property name that is not valid text."));
        }
    }

    private JsonForm(JsonElement element) => _root = Enter(element, "invalid", "This");

    /// <summary>A text; null when absent, null or at fault.</summary>
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

            _faults.Add(new("invalid", $"Must be at most {TextLimit} characters.", name));
            return null;
        }

        _faults.Add(new("invalid", "Must be a string.", name));
        return null;
    }

    /// <summary>A list of texts; null when absent, null or at fault.</summary>
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

        _faults.Add(new("invalid", "Must be an array of strings.", name));
        return null;
    }

    /// <summary>A list of objects, each a form of its own with faults of its own; null when absent, null or at fault. They end with this form.</summary>
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

        _faults.Add(new("invalid", "Must be an array of objects.", name));
        return null;
    }

    /// <summary>A moment as RFC 3339 writes it, given in UTC; null when absent, null or at fault.</summary>
    public DateTimeOffset? Moment(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        // The years that every zone's clock can show.
        if (OffsetDateTimePattern.Rfc3339.Parse(text).TryGetValue(default, out var moment) && moment.Year is > 1 and < 9999)
        {
            return moment.ToInstant().ToDateTimeOffset();
        }

        _faults.Add(new("invalid", "Must be a date and time with an offset, such as 2027-03-04T15:00:00Z.", name));
        return null;
    }

    /// <summary>A whole number; null when absent, null or at fault.</summary>
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

        _faults.Add(new("invalid", "Must be a whole number.", name));
        return null;
    }

    /// <summary>True or false; null when absent, null or at fault.</summary>
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

        _faults.Add(new("invalid", "Must be true or false.", name));
        return null;
    }

    /// <summary>A text that is one of a few; otherwise a refusal is added and what is given is of no use.</summary>
    public string? OneOf(string name, IReadOnlyList<string> allowed, List<Refusal> refusals)
    {
        var text = Text(name);
        if (!allowed.Contains(text, StringComparer.Ordinal))
        {
            refusals.Add(new("invalid", $"Must be one of {string.Join(", ", allowed)}.", name));
        }

        return text;
    }

    /// <summary>Ends the reading: the faults of the form itself and, for members that the form found well, those of <paramref name="checks"/>.</summary>
    public List<Refusal> Faults(params IReadOnlyList<Refusal> checks)
    {
        if (_root is null)
        {
            return _faults;
        }

        var unknown = _members
            .Where(member => !_asked.Contains(member))
            .Select(member => new Refusal("invalid", "Unknown property.", Shorten(member)));
        return [.. _faults, .. checks.Where(check => _faults.TrueForAll(fault => fault.Field != check.Field)), .. unknown];
    }

    /// <summary>Reads a whole form: what it says, or every fault of it.</summary>
    /// <param name="body">The body as it was read.</param>
    /// <param name="read">Reads the members, and adds what is wrong with them; what it gives counts when nothing is.</param>
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

    private JsonElement? Enter(JsonElement element, string code, string what)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            _faults.Add(new(code, $"{what} must be a JSON object."));
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

    // Escapes may spell half a surrogate pair, which is well-formed JSON and no text.
    // Whether the text is well-formed up to a level that is one too many.
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
            // It breaks before.
        }

        return false;
    }

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

/// <summary>Reads what a form says.</summary>
/// <param name="json">The form.</param>
/// <param name="faults">Gets what is wrong with its members.</param>
/// <returns>What it says; of no use when there are faults.</returns>
internal delegate T ReadForm<out T>(JsonForm json, List<Refusal> faults);
