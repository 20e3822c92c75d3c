using System.Text.RegularExpressions;

namespace SecureDocket.Texts;

/// <summary>The place of a date, as texts name it.</summary>
/// <param name="Name">The name of the court or office, 1 to 80 characters.</param>
/// <param name="Address">Its address in one line; null if it is not known or not told.</param>
/// <param name="Room">The room, as the court writes it; null if there is none or it is not told.</param>
public sealed partial record TextPlace(string Name, string? Address, string? Room)
{
    /// <summary>The maximum number of characters of a place in a text; a longer one is named without its address.</summary>
    public const int MaxLength = 120;

    /// <summary>The place without everything that a text must not contain: a link, or a number to dial. Null if that is the name itself.</summary>
    /// <remarks>No text asks anybody to follow a link, so that nobody learns to trust one; a video hearing's address reads like a trap.</remarks>
    public static TextPlace? Of(string name, string? address, string? room) =>
        IsTellable(name) ? new(name, IsTellable(address) ? address : null, IsTellable(room) ? room : null) : null;

    /// <summary>Whether the room says itself that it is one, such as <c>Courtroom 4</c>.</summary>
    internal bool NamesItsRoom => Room is not null && Word().IsMatch(Room);

    private static bool IsTellable(string? text) => text is not null && !Link().IsMatch(text) && !Dial().IsMatch(LongPostcode().Replace(text, " "));

    [GeneratedRegex(@"://|@|\bwww\.|[A-Za-z0-9]\.(?:[a-z]{2,}|COM|EDU|GOV|INFO|MIL|NET|ORG|US)(?![A-Za-z])", RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    // As many digits as the shortest number that can be dialled, whatever people put between them.
    [GeneratedRegex(@"\d(?:[\s+().\-\u2010-\u2015/]*\d){6,}", RegexOptions.CultureInvariant)]
    private static partial Regex Dial();

    [GeneratedRegex(@"(?<!\d)\d{5}-\d{4}(?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex LongPostcode();

    [GeneratedRegex(@"\p{L}{4}", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
