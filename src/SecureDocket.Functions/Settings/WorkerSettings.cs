using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using SecureDocket.Cards;

namespace SecureDocket.Functions.Settings;

/// <summary>All settings of the worker, as written in the configuration section <see cref="Section"/>.</summary>
public sealed class WorkerSettings
{
    /// <summary>The section that contains all settings.</summary>
    public const string Section = "SecureDocket";

    private const string SecurityFault = "{0} must be a mailto: or https: address.";

    /// <summary>The address for reporting vulnerabilities, <c>mailto:</c> or <c>https:</c>.</summary>
    [Required(ErrorMessage = SecurityFault), RegularExpression("(?i)(mailto:|https:).+", ErrorMessage = SecurityFault)]
    public string? SecurityContact { get; set; }

    /// <summary>The secret of <see cref="Storage.KeyedHash"/>, 32 to 64 bytes in Base64.</summary>
    [Required(ErrorMessage = "{0} must be 32 to 64 bytes in Base64."), Base64(32, 64)]
    public string? LookupSecret { get; set; }

    /// <summary>Settings common to all cards.</summary>
    [ValidateObjectMembers]
    public CardSettings Cards { get; set; } = new();

    /// <summary>Which tokens are trusted.</summary>
    [ValidateObjectMembers]
    public AccessSettings Access { get; set; } = new();

    /// <summary>Signing in to the portal.</summary>
    [ValidateObjectMembers]
    public SignInSettings SignIn { get; set; } = new();

    /// <summary>Searches for people.</summary>
    [ValidateObjectMembers]
    public SearchSettings Searches { get; set; } = new();

    /// <summary>The storage of rows and blobs.</summary>
    public StorageSettings Storage { get; set; } = new();

    /// <summary>The vault of the signing keys, and of the key that wraps shard keys.</summary>
    public VaultSettings Vault { get; set; } = new();

    /// <summary>The anchor of trust.</summary>
    public AnchorSettings Anchor { get; set; } = new();

    /// <summary>Text messages.</summary>
    public SmsSettings Sms { get; set; } = new();

    /// <summary>The identity for accessing storage and vault.</summary>
    public IdentitySettings Identity { get; set; } = new();

    /// <summary>The gateway in front of the site.</summary>
    public GatewaySettings Gateway { get; set; } = new();
}

/// <summary>Settings common to all cards; see <see cref="CardOptions"/>.</summary>
public sealed class CardSettings
{
    /// <summary>The issuer, an https address of at most 28 characters.</summary>
    [Required(ErrorMessage = "{0} must have 1 to 28 characters."), StringLength(28, ErrorMessage = "{0} must have 1 to {1} characters."), HttpsAddress]
    public string? Issuer { get; set; }

    /// <summary>The portal, an https address of at most 60 characters.</summary>
    [Required(ErrorMessage = "{0} must have 1 to 60 characters."), StringLength(60, ErrorMessage = "{0} must have 1 to {1} characters."), HttpsAddress]
    public string? PortalUrl { get; set; }

    /// <summary>How to report a lost card, at most 60 characters.</summary>
    [Required(ErrorMessage = "{0} must have 1 to 60 characters."), StringLength(60, ErrorMessage = "{0} must have 1 to {1} characters.")]
    public string? LossContact { get; set; }

    /// <summary>How many days a card is valid.</summary>
    [WholeNumber(1, 3660)]
    public string ValidityDays { get; set; } = "365";

    /// <summary>The numbers of the status lists, separated by commas.</summary>
    [ListOfNumbers(64)]
    public string StatusLists { get; set; } = "1,2,3,4";
}

/// <summary>Which tokens are trusted; see <see cref="Functions.Access.AccessOptions"/>.</summary>
public sealed class AccessSettings
{
    /// <summary>The OpenID Connect metadata document, an https address.</summary>
    [Required(ErrorMessage = "{0} must have 1 to 300 characters."), StringLength(300, ErrorMessage = "{0} must have 1 to {1} characters."), HttpsAddress]
    public string? MetadataAddress { get; set; }

    /// <summary>The address of the metadata document for browsers, a path on our own origin; absent to use <see cref="MetadataAddress"/>.</summary>
    public string? SignInMetadataPath { get; set; }

    /// <summary>The issuer that a token must have.</summary>
    [Required(ErrorMessage = "{0} must have 1 to 300 characters."), StringLength(300, ErrorMessage = "{0} must have 1 to {1} characters.")]
    public string? Issuer { get; set; }

    /// <summary>The audience that a token must have.</summary>
    [Required(ErrorMessage = "{0} must have 1 to 300 characters."), StringLength(300, ErrorMessage = "{0} must have 1 to {1} characters.")]
    public string? Audience { get; set; }

    /// <summary>The client ID of the officer pages.</summary>
    [Required(ErrorMessage = "{0} must have 1 to 100 characters."), StringLength(100, ErrorMessage = "{0} must have 1 to {1} characters.")]
    public string? ClientId { get; set; }

    /// <summary>The scopes that the pages request.</summary>
    [Required(ErrorMessage = "{0} must have 1 to 300 characters."), StringLength(300, ErrorMessage = "{0} must have 1 to {1} characters.")]
    public string? Scope { get; set; }
}

/// <summary>Signing in to the portal; see <see cref="global::SecureDocket.SignIns.SignInOptions"/>.</summary>
public sealed class SignInSettings
{
    /// <summary>The maximum number of sign-in codes sent per hour.</summary>
    [WholeNumber(16, 1_000_000)]
    public string TextsPerHour { get; set; } = "20000";

    /// <summary>The interval, in milliseconds, to whose multiples the response times of sign-ins are rounded up.</summary>
    [WholeNumber(0, 5000)]
    public string AnswerAfterMilliseconds { get; set; } = "600";
}

/// <summary>Searches for people; see <see cref="global::SecureDocket.Searches.SearchOptions"/>.</summary>
public sealed class SearchSettings
{
    /// <summary>How often an officer may search in an hour.</summary>
    [WholeNumber(1, 1000)]
    public string PerHour { get; set; } = "60";
}

/// <summary>The storage of rows and blobs; see <see cref="Azure.AzureSettings"/>, which validates it.</summary>
public sealed class StorageSettings
{
    /// <summary>A connection string, for development.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The table endpoint.</summary>
    public string? TableEndpoint { get; set; }

    /// <summary>The blob endpoint.</summary>
    public string? BlobEndpoint { get; set; }

    /// <summary>The blob endpoint of the journal's archive.</summary>
    public string? JournalEndpoint { get; set; }
}

/// <summary>The vault of the signing keys, and of the key that wraps shard keys; see <see cref="Azure.AzureSettings"/>, which validates it.</summary>
public sealed class VaultSettings
{
    /// <summary>The address of the vault.</summary>
    public string? Uri { get; set; }

    /// <summary>The name of a throwaway anchor key, outside pilot and production.</summary>
    public string? AnchorKeyName { get; set; }

    /// <summary>The name of the key that signs cards.</summary>
    public string CardKeyName { get; set; } = "card-signing";

    /// <summary>The name of the key that signs status lists.</summary>
    public string ListKeyName { get; set; } = "list-signing";

    /// <summary>The name of the key that wraps the shard keys, which wrap the keys of dockets.</summary>
    public string DocketKeyName { get; set; } = "docket-shards";

    /// <summary>The client ID of the identity that uses that key; absent when <see cref="IdentitySettings"/>' does.</summary>
    public string? DocketsClientId { get; set; }

    /// <summary>The sites with their own card key, separated by commas.</summary>
    public string? SitesWithKeys { get; set; }
}

/// <summary>The anchor of trust; see <see cref="Settings.Anchor"/>.</summary>
public sealed class AnchorSettings
{
    /// <summary>The public key of a ceremony: the Base64 of its PEM file.</summary>
    public string? PublicKey { get; set; }

    /// <summary>The endorsements signed by the anchor, each in base64url, separated by commas or spaces.</summary>
    public string? Endorsements { get; set; }
}

/// <summary>Text messages; see <see cref="global::SecureDocket.Messages.SmsOptions"/> and <see cref="Azure.AzureSettings"/>, which validate it.</summary>
public sealed class SmsSettings
{
    /// <summary>The endpoint of Communication Services.</summary>
    public string? Endpoint { get; set; }

    /// <summary>A connection string, for development.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The client ID of the identity that sends text messages.</summary>
    public string? ClientId { get; set; }

    /// <summary>The sender numbers with their rates, such as <c>+18335550100=200</c>, separated by commas.</summary>
    public string? Senders { get; set; }

    /// <summary>The name at the start of each text message.</summary>
    public string Brand { get; set; } = "SDC";

    /// <summary>The phone number for help.</summary>
    public string Contact { get; set; } = "";

    /// <summary>When the help line is answered and in which languages, such as <c>Mon-Fri 08:00-20:00 America/New_York en+es</c>; empty to say nothing.</summary>
    public string ContactHours { get; set; } = "";

    /// <summary>The hours in which messages leave, in the person's local time.</summary>
    public string Hours { get; set; } = "09:00-20:00";

    /// <summary>The hours of news that would otherwise leave fewer than six hours before its date.</summary>
    public string UrgentHours { get; set; } = "07:00-21:00";

    /// <summary>The same hours for dates that begin before 10:00.</summary>
    public string EarlyHours { get; set; } = "06:00-21:00";
}

/// <summary>The identity for accessing storage and vault.</summary>
public sealed class IdentitySettings
{
    /// <summary>The client ID of the managed identity; absent when none is assigned.</summary>
    public string? ClientId { get; set; }
}

/// <summary>The gateway in front of the site; see <see cref="Http.GatewayOptions"/>, which validates it.</summary>
public sealed class GatewaySettings
{
    /// <summary>The ID of the Azure Front Door.</summary>
    public string? FrontDoorId { get; set; }

    /// <summary>The addresses or networks of other proxies, separated by commas.</summary>
    public string? Proxies { get; set; }
}
