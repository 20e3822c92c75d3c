using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecureDocket.Reminders;

/// <summary>The ID of one planned message: the docket's key, a dot, and 12 base64url characters of a hash of its subject.</summary>
/// <remarks>
/// The same message always gets the same ID, so planning it again adds nothing. The ID is also the provider's tag, so a receipt
/// leads to its docket without a lookup. It has 35 characters and contains nothing personal.
/// </remarks>
[JsonConverter(typeof(ReminderIdConverter))]
public readonly record struct ReminderId
{
    private const int HashBytes = 9;
    private const int TextLength = 35;

    // A general decoder ignores whitespace, so one ID would have many spellings.
    private static readonly SearchValues<char> s_hashCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private readonly string? _text;

    private ReminderId(CardholderId cardholder, string text) => (Cardholder, _text) = (cardholder, text);

    /// <summary>The docket that the message is planned in.</summary>
    public CardholderId Cardholder { get; }

    /// <summary>Computes the ID of a message.</summary>
    /// <param name="cardholder">The docket.</param>
    /// <param name="subject">The subject, with its version.</param>
    /// <param name="occasion">The point in the subject's life at which it is sent.</param>
    /// <param name="retry">The number of failed messages before this one; 0 for the first.</param>
    public static ReminderId Of(CardholderId cardholder, ReminderSubject subject, ReminderOccasion occasion, int retry)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var text = string.Create(CultureInfo.InvariantCulture, $"{cardholder}\n{subject.Kind}\n{subject.Id}\n{subject.Version}\n{occasion}\n{retry}");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return new(cardholder, $"{cardholder}.{Base64Url.EncodeToString(hash.AsSpan(0, HashBytes))}");
    }

    /// <summary>Reads the text form; false unless the text is exactly one ID.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ReminderId id)
    {
        if (text is { Length: TextLength } && text[22] == '.' && !text.AsSpan(23).ContainsAnyExcept(s_hashCharacters) && CardholderId.TryParse(text[..22], out var cardholder))
        {
            id = new(cardholder, text);
            return true;
        }

        id = default;
        return false;
    }

    /// <inheritdoc />
    public override string ToString() => _text ?? throw new InvalidOperationException("The ID was not set.");
}

internal sealed class ReminderIdConverter : JsonConverter<ReminderId>
{
    public override ReminderId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ReminderId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("Not a reminder ID.");

    public override void Write(Utf8JsonWriter writer, ReminderId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
