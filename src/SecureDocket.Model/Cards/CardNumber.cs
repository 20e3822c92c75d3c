using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecureDocket.Cards;

/// <summary>A card's number: eleven symbols and a check character, typed by people in the field.</summary>
/// <remarks>
/// The alphabet is Crockford's base 32, which omits I, L, O and U; typed I and L are read as 1, and O as 0. The check
/// character closes a sum over GF(32) with a different weight at each place, so any single wrong character and any two
/// swapped characters are detected.
/// </remarks>
[JsonConverter(typeof(CardNumberConverter))]
public readonly record struct CardNumber
{
    /// <summary>The number of symbols, including the check character.</summary>
    public const int Length = 12;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private readonly string? _text;

    private CardNumber(string text) => _text = text;

    /// <summary>Makes a number from the first 55 bits of <paramref name="bytes"/>.</summary>
    /// <param name="bytes">At least 7 unpredictable bytes.</param>
    public static CardNumber FromBytes(ReadOnlySpan<byte> bytes)
    {
        var bits = 0UL;
        foreach (var value in bytes[..7])
        {
            bits = (bits << 8) | value;
        }

        Span<char> symbols = stackalloc char[Length];
        for (var i = Length - 2; i >= 0; i--, bits >>= 5)
        {
            symbols[i] = Alphabet[(int)(bits & 31)];
        }

        symbols[Length - 1] = Alphabet[WeightedSum(symbols[..^1])];
        return new(new string(symbols));
    }

    /// <summary>Reads a number as printed or typed, ignoring case, spaces and hyphens. False when the check character does not match.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CardNumber number)
    {
        number = default;
        if (text is null || text.Length > 2 * Length)
        {
            return false;
        }

        Span<char> symbols = stackalloc char[Length];
        var count = 0;
        foreach (var typed in text)
        {
            if (typed is ' ' or '-')
            {
                continue;
            }

            var symbol = char.ToUpperInvariant(typed) switch { 'I' or 'L' => '1', 'O' => '0', var other => other };
            if (count == Length || !Alphabet.Contains(symbol, StringComparison.Ordinal))
            {
                return false;
            }

            symbols[count++] = symbol;
        }

        if (count != Length || Alphabet[WeightedSum(symbols[..^1])] != symbols[^1])
        {
            return false;
        }

        number = new(new string(symbols));
        return true;
    }

    /// <summary>The twelve symbols, as stored and signed.</summary>
    public override string ToString() => _text ?? throw new InvalidOperationException("The number was never set.");

    /// <summary>Three groups of four, as printed.</summary>
    public string ToPrinted() => $"{ToString()[..4]}-{ToString()[4..8]}-{ToString()[8..]}";

    // Horner's rule with the generator x of GF(2)[x] / (x^5 + x^2 + 1): the weights x^1 … x^11 are distinct and not 0.
    private static int WeightedSum(ReadOnlySpan<char> symbols)
    {
        var sum = 0;
        foreach (var symbol in symbols)
        {
            sum ^= Alphabet.IndexOf(symbol, StringComparison.Ordinal);
            sum <<= 1;
            if ((sum & 32) != 0)
            {
                sum ^= 0b100101;
            }
        }

        return sum;
    }
}

internal sealed class CardNumberConverter : JsonConverter<CardNumber>
{
    public override CardNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        CardNumber.TryParse(reader.GetString(), out var number) ? number : throw new JsonException("Not a card number.");

    public override void Write(Utf8JsonWriter writer, CardNumber value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
