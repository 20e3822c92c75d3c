using System.Globalization;
using SecureDocket.Azure;
using SecureDocket.Cards;
using SecureDocket.Messages;
using SecureDocket.Searches;
using SecureDocket.SignIns;

namespace SecureDocket.Functions.Settings;

/// <summary>Derives the options of each room from the settings.</summary>
internal static class WorkerOptions
{
    public static CardOptions Cards(WorkerSettings settings)
    {
        var anchor = Anchor.Read(settings, isNeeded: false);
        return new()
        {
            Anchor = anchor.Key,
            Endorsements = anchor.Endorsements,
            Issuer = settings.Cards.Issuer!.TrimEnd('/'),
            PortalUrl = new Uri(settings.Cards.PortalUrl!).AbsoluteUri,
            LossContact = settings.Cards.LossContact!,
            Validity = TimeSpan.FromDays(int.Parse(settings.Cards.ValidityDays, CultureInfo.InvariantCulture)),
            StatusLists = List(settings.Cards.StatusLists),
        };
    }

    public static AccessOptions Access(WorkerSettings settings)
    {
        var metadata = new Uri(settings.Access.MetadataAddress!);
        return new()
        {
            MetadataAddress = metadata,
            Issuer = settings.Access.Issuer!,
            Audience = settings.Access.Audience!,
            SignIn = new OfficerSignInOptions
            {
                MetadataAddress = settings.Access.SignInMetadataPath is { } path ? new Uri(path, UriKind.Relative) : metadata,
                ClientId = settings.Access.ClientId!,
                Scope = settings.Access.Scope!,
            },
        };
    }

    public static AzureSettings Azure(WorkerSettings settings) => new()
    {
        ConnectionString = settings.Storage.ConnectionString,
        TableEndpoint = settings.Storage.TableEndpoint,
        BlobEndpoint = settings.Storage.BlobEndpoint,
        JournalEndpoint = settings.Storage.JournalEndpoint,
        VaultUri = settings.Vault.Uri,
        AnchorKeyName = settings.Vault.AnchorKeyName is { Length: > 0 } thrownAway ? thrownAway : null,
        CardKeyName = settings.Vault.CardKeyName,
        ListKeyName = settings.Vault.ListKeyName,
        DocketKeyName = settings.Vault.DocketKeyName,
        SitesWithKeys = List(settings.Vault.SitesWithKeys),
        SmsConnectionString = settings.Sms.ConnectionString,
        SmsEndpoint = settings.Sms.Endpoint,
        ClientId = settings.Identity.ClientId,
        DocketsClientId = settings.Vault.DocketsClientId,
        SmsClientId = settings.Sms.ClientId,
    };

    public static SmsOptions Sms(WorkerSettings settings) => new()
    {
        Senders = SenderNumber.ParseList(settings.Sms.Senders),
        Brand = settings.Sms.Brand,
        Contact = settings.Sms.Contact,
        ContactHours = settings.Sms.ContactHours,
        Window = new()
        {
            Hours = SendHours.Parse(settings.Sms.Hours),
            UrgentHours = SendHours.Parse(settings.Sms.UrgentHours),
            EarlyHours = SendHours.Parse(settings.Sms.EarlyHours),
        },
    };

    public static SignInOptions SignIn(WorkerSettings settings) => new()
    {
        TextsPerHour = int.Parse(settings.SignIn.TextsPerHour, CultureInfo.InvariantCulture),
        AnswerAfter = TimeSpan.FromMilliseconds(int.Parse(settings.SignIn.AnswerAfterMilliseconds, CultureInfo.InvariantCulture)),
    };

    public static SearchOptions Searches(WorkerSettings settings) => new() { PerHour = int.Parse(settings.Searches.PerHour, CultureInfo.InvariantCulture) };

    public static (GatewayOptions Options, IReadOnlyList<string> Faults) Gateway(WorkerSettings settings)
    {
        List<string> faults = [];
        return (GatewayOptions.Read(settings.Gateway.FrontDoorId, settings.Gateway.Proxies, faults), faults);
    }

    private static string[] List(string? text) => (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
