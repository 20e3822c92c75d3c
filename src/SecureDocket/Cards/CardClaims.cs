using System.Globalization;
using SecureDocket.Credentials;
using SecureDocket.Dockets;

namespace SecureDocket.Cards;

/// <summary>The claims that a card's credential makes: a pure function of the docket, the card and the face.</summary>
internal static class CardClaims
{
    private const string CountryOfIssuance = "USA";

    /// <summary>The payload to sign: the claims of a card whose number, status entry and dates are fixed.</summary>
    public static byte[] Encode(CardOptions options, Docket docket, Card card, Face? face) => CredentialEncoder.EncodePayload(new Credential
    {
        Issuer = options.Issuer,
        CardNumber = card.Number.ToString(),
        IssuedAt = card.IssuedAt,
        NotBefore = card.IssuedAt,
        Expires = card.Expires,
        Status = new StatusReference(options.StatusListUri(card.StatusList), card.StatusIndex),
        Identity = IdentityOf(docket, card.Serial, card.PhotoHash, face),
    });

    /// <summary>The claims about the person.</summary>
    public static Identity IdentityOf(Docket docket, int serial, string photoHash, Face? face) => new()
    {
        Id = serial.ToString(CultureInfo.InvariantCulture),
        FullName = docket.Cardholder.Details.LatinName,
        BirthDate = docket.Cardholder.Details.BirthDate.ToClaim(),
        Nationality = docket.Cardholder.Details.Nationality,
        CountryOfIssuance = CountryOfIssuance,
        Face = face,
        PhotoHash = Convert.FromHexString(photoHash),
        DocketKey = docket.Cardholder.Id.ToBytes(),
    };
}
