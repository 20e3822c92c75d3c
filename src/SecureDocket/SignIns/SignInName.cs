using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.Storage;

namespace SecureDocket.SignIns;

/// <summary>The number with which a person says who they are at sign-in: the card's or, without the card, their A-number.</summary>
public sealed record SignInName
{
    private SignInName(LookupKind kind, string number) => (Kind, Number) = (kind, number);

    /// <summary>The lookup that leads to the person.</summary>
    internal LookupKind Kind { get; }

    /// <summary>The number as kept.</summary>
    internal string Number { get; }

    /// <summary>A card's number as printed or typed; null if it is none.</summary>
    public static SignInName? OfCard(string? typed) =>
        typed is { Length: <= LengthLimit } && CardNumber.TryParse(Digits.ToAscii(typed), out var number) ? new(LookupKind.CardNumber, number.ToString()) : null;

    /// <summary>An A-number as printed or typed; null if it is none.</summary>
    public static SignInName? OfANumber(string? typed) =>
        typed is { Length: <= LengthLimit } && ANumber.Read(typed) is { } number ? new(LookupKind.ANumber, number) : null;

    private const int LengthLimit = 40;
}
