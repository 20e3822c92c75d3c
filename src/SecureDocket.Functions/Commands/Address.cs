using SecureDocket.Cards;
using SecureDocket.Credentials;

namespace SecureDocket.Functions.Commands;

/// <summary>Reads the IDs in an address. A malformed ID is treated like an unknown one.</summary>
internal static class Address
{
    public static Result<CardholderId> Cardholder(string text) => CardholderId.TryParse(text, out var id) ? id : Refusals.NoSuchCardholder;

    public static Result<CardNumber> Card(string text) => CardNumber.TryParse(text, out var number) ? number : Refusals.NoSuchCard;

    public static Result<KeyId> Key(string text) => KeyId.TryParse(text, out var id) ? id : Refusals.NoSuchKey;
}
