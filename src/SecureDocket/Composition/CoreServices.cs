using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Approvals;
using SecureDocket.Archive;
using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.CheckIns;
using SecureDocket.Closures;
using SecureDocket.Conversations;
using SecureDocket.Disclosures;
using SecureDocket.Dockets;
using SecureDocket.Documents;
using SecureDocket.Encryption;
using SecureDocket.Health;
using SecureDocket.Hearings;
using SecureDocket.Inbox;
using SecureDocket.Journals;
using SecureDocket.Keys;
using SecureDocket.Limits;
using SecureDocket.Messages;
using SecureDocket.Partners;
using SecureDocket.Places;
using SecureDocket.Printing;
using SecureDocket.Reminders;
using SecureDocket.Retention;
using SecureDocket.Sandbox;
using SecureDocket.Scanners;
using SecureDocket.Seals;
using SecureDocket.Searches;
using SecureDocket.Signing;
using SecureDocket.SignIns;
using SecureDocket.StatusLists;
using SecureDocket.Storage;
using SecureDocket.Verdicts;

namespace SecureDocket.Composition;

/// <summary>Registers every room of this project.</summary>
public static class CoreServices
{
    /// <summary>Adds all verbs and stores, each made when it is first asked for. The host adds the ports, the options, the clock and <see cref="Telemetry"/>.</summary>
    public static IServiceCollection AddCore(this IServiceCollection services) => services
        .AddStorage()
        .AddSigning()
        .AddMessages()
        .AddPlaces()
        .AddLimits()
        .AddPartners()
        .AddApprovals()
        .AddEncryption()
        .AddDockets()
        .AddInbox()
        .AddSeals()
        .AddStatusLists()
        .AddDisclosures()
        .AddCheckIns()
        .AddDocuments()
        .AddHearings()
        .AddJournals()
        .AddPrinting()
        .AddReminders()
        .AddScanners()
        .AddSearches()
        .AddVerdicts()
        .AddCardholders()
        .AddClosures()
        .AddHealth()
        .AddCards()
        .AddConversations()
        .AddSignIns()
        .AddKeys()
        .AddSandbox()
        .AddArchive()
        .AddRetention();
}
