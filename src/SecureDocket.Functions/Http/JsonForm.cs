using System.Text.Json;

namespace SecureDocket.Functions.Http;

/// <summary>Reads one JSON object member by member and remembers every fault, so that a caller hears of all of them at once.</summary>
/// <remarks>Strict: duplicate and unknown members, wrong types and over-long texts are faults.</remarks>
internal sealed class JsonForm : IDisposable
{
    private const int TextLimit = 8 * 1024;

    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    private readonly JsonDocument? _document;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly List<Refusal> _faults = [];
    private readonly List<string> _members = [];

    public JsonForm(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            _document = JsonDocument.Parse(utf8, s_options);
            if (_document.RootElement.ValueKind == JsonValueKind.Object)
            {
                _members.AddRange(_document.RootElement.EnumerateObject().Select(member => member.Name));
                return;
            }

            _faults.Add(new("malformed-json", "The body must be a JSON object."));
        }
        catch (JsonException failure)
        {
            _faults.Add(new("malformed-json", FormattableString.Invariant(
                $"The body is not well-formed JSON, or names a member twice: line {failure.LineNumber + 1}, byte {failure.BytePositionInLine + 1}.")));
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair or broken UTF-8 in a member's name passes for JSON and is no text.
            _faults.Add(new("malformed-json", "The body names a member that is no text."));
        }

        _document?.Dispose();
        _document = null;
    }

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

            _faults.Add(new("invalid", $"At most {TextLimit} characters.", name));
            return null;
        }

        _faults.Add(new("invalid", "A text is expected.", name));
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

        _faults.Add(new("invalid", "A list of texts is expected.", name));
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

        _faults.Add(new("invalid", "A whole number is expected.", name));
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

        _faults.Add(new("invalid", "True or false is expected.", name));
        return null;
    }

    /// <summary>A text that is one of a few; otherwise a refusal is added and what is given is of no use.</summary>
    public string? OneOf(string name, IReadOnlyList<string> allowed, List<Refusal> refusals)
    {
        var text = Text(name);
        if (!allowed.Contains(text, StringComparer.Ordinal))
        {
            refusals.Add(new("invalid", $"One of {string.Join(", ", allowed)}.", name));
        }

        return text;
    }

    /// <summary>Ends the reading: the faults of the form itself and, for members that the form found well, those of <paramref name="checks"/>.</summary>
    public List<Refusal> Faults(params IReadOnlyList<Refusal> checks)
    {
        if (_document is null)
        {
            return _faults;
        }

        var unknown = _members
            .Where(member => !_asked.Contains(member))
            .Select(member => new Refusal("invalid", "There is no such member.", Shorten(member)));
        return [.. _faults, .. checks.Where(check => _faults.TrueForAll(fault => fault.Field != check.Field)), .. unknown];
    }

    /// <inheritdoc />
    public void Dispose() => _document?.Dispose();

    private JsonElement? Find(string name)
    {
        _asked.Add(name);
        return _document is not null
            && _document.RootElement.TryGetProperty(name, out var value)
            && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    // Escapes may spell half a surrogate pair, which is well-formed JSON and no text.
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
