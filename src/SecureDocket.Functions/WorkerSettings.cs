using System.Globalization;
using Microsoft.Extensions.Configuration;
using SecureDocket.Azure;
using SecureDocket.Cards;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Pages;
using SecureDocket.Messages;
using SecureDocket.SignIns;

namespace SecureDocket.Functions;

/// <summary>Everything that the worker is told from outside, checked once and completely.</summary>
/// <param name="Cards">What every card has in common.</param>
/// <param name="Access">Whose tokens are believed.</param>
/// <param name="Azure">Where storage, vault and messages are.</param>
/// <param name="Sms">Under which numbers and which name it texts.</param>
/// <param name="SignIn">What it decides about signing in to the portal.</param>
/// <param name="Gateway">What every request has to come through.</param>
/// <param name="Security">Whom to tell of a weakness.</param>
/// <param name="LookupSecret">The secret of <see cref="Storage.KeyedHash"/>, 32 bytes or more.</param>
public sealed record WorkerSettings(CardOptions Cards, AccessOptions Access, AzureSettings Azure, SmsOptions Sms, SignInOptions SignIn, GatewayOptions Gateway, SecurityContact Security, byte[] LookupSecret)
{
    /// <summary>The section that holds all settings.</summary>
    public const string Section = "SecureDocket";

    /// <summary>Reads the settings.</summary>
    /// <param name="configuration">Where they stand.</param>
    /// <param name="needsVault">Whether the vault must be named: not where the host brings signing keys of its own.</param>
    /// <param name="needsSms">Whether the provider of texts must be named: not where the host brings one of its own.</param>
    /// <exception cref="InvalidOperationException">Names every setting that is missing or at fault, in one line: the Functions host logs no other.</exception>
    public static WorkerSettings Read(IConfiguration configuration, bool needsVault = true, bool needsSms = true)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var section = configuration.GetSection(Section);
        List<string> faults = [];
        string Text(string key, int limit)
        {
            var value = section[key];
            if (string.IsNullOrWhiteSpace(value) || value.Length > limit)
            {
                faults.Add($"{Section}:{key} must have 1 to {limit} characters.");
            }

            return value ?? "";
        }

        Uri Address(string key, int limit)
        {
            var text = Text(key, limit);
            if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.IsLoopback))
            {
                return uri;
            }

            faults.Add($"{Section}:{key} must be an https address.");
            return new Uri("https://invalid.example");
        }

        if (!Uri.TryCreate(section["SecurityContact"], UriKind.Absolute, out var security) || security.Scheme is not ("mailto" or "https"))
        {
            faults.Add($"{Section}:SecurityContact must be a mailto: or https: address.");
        }

        // What is no number fails the check of its range.
        int Number(string key, int otherwise) => section[key] is not { } text ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

        var issuer = Address("Cards:Issuer", 28);
        var issuerName = section["Cards:Issuer"]?.TrimEnd('/') ?? issuer.AbsoluteUri;
        List<string> anchorFaults = [];
        var anchor = AnchorSettings.Read(section, issuerName, needsVault, anchorFaults);
        var cards = new CardOptions
        {
            Anchor = anchor.Key,
            Endorsements = anchor.Endorsements,
            Issuer = issuerName,
            PortalUrl = Address("Cards:PortalUrl", 60).AbsoluteUri,
            LossContact = Text("Cards:LossContact", 60),
            Validity = TimeSpan.FromDays(int.TryParse(section["Cards:ValidityDays"] ?? "365", NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days : 0),
            StatusLists = (section["Cards:StatusLists"] ?? "1,2,3,4").Split(',', StringSplitOptions.TrimEntries),
        };
        var metadata = Address("Access:MetadataAddress", 300);
        var access = new AccessOptions
        {
            MetadataAddress = metadata,
            Issuer = Text("Access:Issuer", 300),
            Audience = Text("Access:Audience", 300),
            SignIn = new OfficerSignInOptions
            {
                MetadataAddress = section["Access:SignInMetadataPath"] is { } path ? new Uri(path, UriKind.Relative) : metadata,
                ClientId = Text("Access:ClientId", 100),
                Scope = Text("Access:Scope", 300),
            },
        };
        var secret = new byte[64];
        if (!Convert.TryFromBase64String(section["LookupSecret"] ?? "", secret, out var length) || length < 32)
        {
            faults.Add($"{Section}:LookupSecret must be 32 to 64 bytes in Base64.");
        }

        if (cards.Validity < TimeSpan.FromDays(1) || cards.Validity > CardOptions.LongestValidity)
        {
            faults.Add($"{Section}:Cards:ValidityDays must be 1 to {CardOptions.LongestValidity.TotalDays:0}.");
        }

        if (cards.StatusLists.Count > 64 || cards.StatusLists.Distinct().Count() != cards.StatusLists.Count
            || !cards.StatusLists.All(list => list.Length is >= 1 and <= 9 && list.All(char.IsAsciiDigit)))
        {
            faults.Add($"{Section}:Cards:StatusLists must be 1 to 64 different numbers, separated by commas.");
        }

        // Without ICU the runtime silently leaves every string as it is: names would be stored and compared wrong.
        if ("e\u0301".Normalize() != "\u00E9")
        {
            faults.Add("The runtime has no ICU: install libicu and unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT.");
        }

        var azure = new AzureSettings
        {
            ConnectionString = section["Storage:ConnectionString"],
            TableEndpoint = section["Storage:TableEndpoint"],
            BlobEndpoint = section["Storage:BlobEndpoint"],
            JournalEndpoint = section["Storage:JournalEndpoint"],
            VaultUri = section["Vault:Uri"],
            AnchorKeyName = section["Vault:AnchorKeyName"] is { Length: > 0 } thrownAway ? thrownAway : null,
            CardKeyName = section["Vault:CardKeyName"] ?? "card-signing",
            ListKeyName = section["Vault:ListKeyName"] ?? "list-signing",
            SitesWithKeys = (section["Vault:SitesWithKeys"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            SmsConnectionString = section["Sms:ConnectionString"],
            SmsEndpoint = section["Sms:Endpoint"],
            ClientId = section["Identity:ClientId"],
            SmsClientId = section["Sms:ClientId"],
        };
        if (needsVault && azure.VaultUri is null)
        {
            faults.Add($"{Section}:Vault:Uri must be given.");
        }

        if (needsSms && azure.SmsConnectionString is null && azure.SmsEndpoint is null)
        {
            faults.Add($"{Section}:Sms:Endpoint or {Section}:Sms:ConnectionString must be given.");
        }

        var sms = new SmsOptions
        {
            Senders = SenderNumber.ParseList(section["Sms:Senders"]),
            Brand = section["Sms:Brand"] ?? "SDC",
            Contact = section["Sms:Contact"] ?? "",
        };
        var signIn = new SignInOptions
        {
            TextsPerHour = Number("SignIn:TextsPerHour", 20_000),
            AnswerAfter = TimeSpan.FromMilliseconds(Number("SignIn:AnswerAfterMilliseconds", 600)),
        };
        List<string> gatewayFaults = [];
        var gateway = GatewayOptions.Read(section["Gateway:FrontDoorId"], section["Gateway:Proxies"], gatewayFaults);
        faults.AddRange(gatewayFaults.Select(fault => $"{Section}:{fault}"));
        faults.AddRange(azure.Faults().Concat(anchorFaults).Concat(sms.Faults()).Concat(signIn.Faults()).Select(fault => $"{Section}:{fault}"));
        return faults.Count == 0
            ? new WorkerSettings(cards, access, azure, sms, signIn, gateway, new SecurityContact(security!), secret[..length])
            : throw new InvalidOperationException(string.Join(' ', faults));
    }
}
