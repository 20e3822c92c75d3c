using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using SecureDocket.Cards;

namespace SecureDocket.Functions.Settings;

/// <summary>Everything that the worker is told from outside, as it is written there: the section <see cref="Section"/>.</summary>
public sealed class WorkerSettings
{
    /// <summary>The section that holds all settings.</summary>
    public const string Section = "SecureDocket";

    private const string SecurityFault = "{0} must be a mailto: or https: address.";

    /// <summary>The address for reports of a weakness, <c>mailto:</c> or <c>https:</c>.</summary>
    [Required(ErrorMessage = SecurityFault), RegularExpression("(?i)(mailto:|https:).+", ErrorMessage = SecurityFault)]
    public string? SecurityContact { get; set; }

    /// <summary>The secret of <see cref="Storage.KeyedHash"/>, 32 to 64 bytes in Base64.</summary>
    [Required(ErrorMessage = "{0} must be 32 to 64 bytes in Base64."), Base64(32, 64)]
    public string? LookupSecret { get; set; }

    /// <summary>What all cards have in common.</summary>
    [ValidateObjectMembers]
    public CardSettings Cards { get; set; } = new();

    /// <summary>Whose tokens are believed.</summary>
    [ValidateObjectMembers]
    public AccessSettings Access { get; set; } = new();

    /// <summary>How people sign in to the portal.</summary>
    [ValidateObjectMembers]
    public SignInSettings SignIn { get; set; } = new();

    /// <summary>Where rows and blobs are.</summary>
    public StorageSettings Storage { get; set; } = new();

    /// <summary>Where the signing keys are.</summary>
    public VaultSettings Vault { get; set; } = new();

    /// <summary>The anchor of trust.</summary>
    public AnchorSettings Anchor { get; set; } = new();

    /// <summary>How people are texted.</summary>
    public SmsSettings Sms { get; set; } = new();

    /// <summary>As whom storage and vault are used.</summary>
    public IdentitySettings Identity { get; set; } = new();

    /// <summary>What every request has to come through.</summary>
    public GatewaySettings Gateway { get; set; } = new();
}

/// <summary>What all cards have in common; see <see cref="CardOptions"/>.</summary>
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

/// <summary>Whose tokens are believed; see <see cref="Functions.Access.AccessOptions"/>.</summary>
public sealed class AccessSettings
{
    /// <summary>The OpenID Connect metadata document, an https address.</summary>
    [Required(ErrorMessage = "{0} must have 1 to 300 characters."), StringLength(300, ErrorMessage = "{0} must have 1 to {1} characters."), HttpsAddress]
    public string? MetadataAddress { get; set; }

    /// <summary>The metadata document as a browser finds it, a path of our own origin; absent where <see cref="MetadataAddress"/> does.</summary>
    public string? SignInMetadataPath { get; set; }

    /// <summary>The issuer that a token must name.</summary>
    [Required(ErrorMessage = "{0} must have 1 to 300 characters."), StringLength(300, ErrorMessage = "{0} must have 1 to {1} characters.")]
    public string? Issuer { get; set; }

    /// <summary>The audience that a token must be for.</summary>
    [Required(ErrorMessage = "{0} must have 1 to 300 characters."), StringLength(300, ErrorMessage = "{0} must have 1 to {1} characters.")]
    public string? Audience { get; set; }

    /// <summary>The id under which the officers' pages are registered.</summary>
    [Required(ErrorMessage = "{0} must have 1 to 100 characters."), StringLength(100, ErrorMessage = "{0} must have 1 to {1} characters.")]
    public string? ClientId { get; set; }

    /// <summary>The scopes that the pages ask for.</summary>
    [Required(ErrorMessage = "{0} must have 1 to 300 characters."), StringLength(300, ErrorMessage = "{0} must have 1 to {1} characters.")]
    public string? Scope { get; set; }
}

/// <summary>How people sign in to the portal; see <see cref="SignIns.SignInOptions"/>.</summary>
public sealed class SignInSettings
{
    /// <summary>The most sign-in codes that are texted in an hour.</summary>
    [WholeNumber(16, 1_000_000)]
    public string TextsPerHour { get; set; } = "20000";

    /// <summary>The time at whose multiples sign-ins are answered, in milliseconds.</summary>
    [WholeNumber(0, 5000)]
    public string AnswerAfterMilliseconds { get; set; } = "600";
}

/// <summary>Where rows and blobs are; see <see cref="Azure.AzureSettings"/>, whose own rules hold for it.</summary>
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

/// <summary>Where the signing keys are; see <see cref="Azure.AzureSettings"/>, whose own rules hold for it.</summary>
public sealed class VaultSettings
{
    /// <summary>The vault.</summary>
    public string? Uri { get; set; }

    /// <summary>The name of a throwaway anchor key, outside of pilot and production.</summary>
    public string? AnchorKeyName { get; set; }

    /// <summary>The name of the key that signs cards.</summary>
    public string CardKeyName { get; set; } = "card-signing";

    /// <summary>The name of the key that signs status lists.</summary>
    public string ListKeyName { get; set; } = "list-signing";

    /// <summary>The sites with a card key of their own, separated by commas.</summary>
    public string? SitesWithKeys { get; set; }
}

/// <summary>The anchor of trust; see <see cref="Settings.Anchor"/>.</summary>
public sealed class AnchorSettings
{
    /// <summary>The public key of a ceremony: the Base64 of its PEM file.</summary>
    public string? PublicKey { get; set; }

    /// <summary>What the anchor signed, each in base64url, separated by commas or spaces.</summary>
    public string? Endorsements { get; set; }
}

/// <summary>How people are texted; see <see cref="Messages.SmsOptions"/> and <see cref="Azure.AzureSettings"/>, whose own rules hold for it.</summary>
public sealed class SmsSettings
{
    /// <summary>The endpoint of Communication Services.</summary>
    public string? Endpoint { get; set; }

    /// <summary>A connection string, for development.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The client id of the identity that texts.</summary>
    public string? ClientId { get; set; }

    /// <summary>The numbers to send from with their rates, as <c>+18335550100=200</c>, separated by commas.</summary>
    public string? Senders { get; set; }

    /// <summary>The name at the head of each text.</summary>
    public string Brand { get; set; } = "SDC";

    /// <summary>The phone number for help.</summary>
    public string Contact { get; set; } = "";
}

/// <summary>As whom storage and vault are used.</summary>
public sealed class IdentitySettings
{
    /// <summary>The client id of the managed identity; absent where none is assigned.</summary>
    public string? ClientId { get; set; }
}

/// <summary>What every request has to come through; see <see cref="Http.GatewayOptions"/>, whose own rules hold for it.</summary>
public sealed class GatewaySettings
{
    /// <summary>The id of the Azure Front Door.</summary>
    public string? FrontDoorId { get; set; }

    /// <summary>The addresses or networks of other proxies, separated by commas.</summary>
    public string? Proxies { get; set; }
}
