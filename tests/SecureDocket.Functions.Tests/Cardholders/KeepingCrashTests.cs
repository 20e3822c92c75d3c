using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.Dockets;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Cardholders;

/// <summary>Keeping a docket dies at every request to storage, before and after the request took effect.</summary>
public sealed class KeepingCrashTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly string[] s_enrolled = ["cardholder-enrolled"];

    [Theory]
    [InlineData(Store.Memory)]
    [InlineData(Store.Azurite)]
    public async Task A_fault_at_any_call_of_an_enrollment_answers_503_or_is_not_noticed_and_repeating_it_leaves_one_docket(Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        await FaultProof.AtEveryCallAsync(
            host,
            () => Task.FromResult((Person: TestPeople.Person(), Key: Guid.NewGuid().ToString())),
            ready => EnrollAsync(host, ready.Person.ToJsonString(), ready.Key),
            async (ready, first, fault) =>
            {
                Assert.Equal(FaultProof.IsTold(fault) ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.Created, first.Status);
                var answer = await EnrollAsync(host, ready.Person.ToJsonString(), ready.Key);
                Assert.True(FaultProof.IsTold(fault) || answer == first);
                await AssertEnrolledAsync(host, ready.Person.ToJsonString(), ready.Person["aNumber"]!.GetValue<string>(), ready.Key, answer);
            });
    }

    [Theory]
    [InlineData("photo", "photo-attached", Store.Memory)]
    [InlineData("photo", "photo-attached", Store.Azurite)]
    [InlineData("clearance", "clearance-recorded", Store.Memory)]
    [InlineData("clearance", "clearance-recorded", Store.Azurite)]
    public async Task A_fault_at_any_call_of_an_update_answers_503_or_is_not_noticed_and_repeating_it_never_updates_twice(string part, string kind, Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        await FaultProof.AtEveryCallAsync(
            host,
            () => PersonAsync(host),
            id => UpdateAsync(host, id, part),
            async (id, first, fault) =>
            {
                Assert.Equal(FaultProof.IsTold(fault) ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK, first.Status);

                // Done already or not: the repeated request finds out, and says yes to both.
                var repeated = await UpdateAsync(host, id, part);
                Assert.Equal((HttpStatusCode.OK, "\"2\""), (repeated.Status, repeated.ETag));
                await AssertUpdatedAsync(host, id, kind);
            });
    }

    [Theory]
    [InlineData(false, Store.Memory)]
    [InlineData(false, Store.Azurite)]
    [InlineData(true, Store.Memory)]
    [InlineData(true, Store.Azurite)]
    public async Task A_fault_at_any_call_of_a_photo_change_leaves_one_change_once_the_request_is_repeated(bool approval, Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        await FaultProof.AtEveryCallAsync(
            host,
            () => CardAsync(host, approval),
            ready => ChangePhotoAsync(host, ready.Id, ready.Version, ready.Hash),
            async (ready, first, fault) =>
            {
                var done = approval ? HttpStatusCode.OK : HttpStatusCode.Accepted;
                Assert.Equal(FaultProof.IsTold(fault) ? HttpStatusCode.ServiceUnavailable : done, first.Status);
                var repeated = await ChangePhotoAsync(host, ready.Id, ready.Version, ready.Hash);
                Assert.Equal((done, $"\"{ready.Version + 1}\""), (repeated.Status, repeated.ETag));
                host.Tap.Restart();
                var docket = await LoadAsync(host, ready.Id);
                Assert.Equal(approval, docket.Cardholder.PhotoChange is null);
                Assert.Equal(approval, docket.HasOtherPhotoThan(docket.Cards.Single()));
                Assert.Equal(docket.Cards.Single().PhotoHash, docket.PhotoOf(docket.Cards.Single())!.Hash);
                Assert.Equal(approval ? 1 : 0, docket.Reminders.Count(reminder => reminder.News == "photo-changed"));
            });
    }

    [Theory]
    [InlineData(Store.Memory)]
    [InlineData(Store.Azurite)]
    public async Task A_fault_at_any_call_of_a_denial_leaves_no_card_in_force_that_nobody_hears_of(Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        await FaultProof.AtEveryCallAsync(
            host,
            () => CardAsync(host, waiting: false),
            ready => DenyAsync(host, ready.Id, ready.Version),
            async (ready, first, fault) =>
            {
                Assert.Equal(FaultProof.IsTold(fault) ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK, first.Status);
                host.Tap.Restart();
                var before = await LoadAsync(host, ready.Id);
                Assert.Equal(before.Cards.Single().ReviewSince is not null, await IsListedAsync(host, ready.Id));

                var repeated = await DenyAsync(host, ready.Id, ready.Version);
                Assert.Equal((HttpStatusCode.OK, $"\"{ready.Version + 1}\""), (repeated.Status, repeated.ETag));
                host.Tap.Restart();
                var docket = await LoadAsync(host, ready.Id);
                Assert.Equal(CardStatus.Suspended, docket.Cards.Single().Status);
                Assert.Equal(1, docket.Reminders.Count(reminder => reminder.News == "clearance-denied"));
                Assert.True(await IsListedAsync(host, ready.Id));
            });
    }

    [Fact]
    public async Task A_fault_at_an_enrollment_is_not_noticed_when_the_clients_try_again()
    {
        await using var host = await TappedHost.StartAsync(azurite, retries: 1);
        await FaultProof.AtEveryCallAsync(
            host,
            () => Task.FromResult((Person: TestPeople.Person(), Key: Guid.NewGuid().ToString())),
            ready => EnrollAsync(host, ready.Person.ToJsonString(), ready.Key),
            (ready, first, _) => AssertEnrolledAsync(host, ready.Person.ToJsonString(), ready.Person["aNumber"]!.GetValue<string>(), ready.Key, first));
    }

    private static async Task<TestAnswer> EnrollAsync(TappedHost host, string person, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/cardholders")
        {
            Content = TestHost.Json(person),
            Headers = { { "Idempotency-Key", key } },
        };
        return await host.SendAsync("Enrollment.Officer", request);
    }

    private static async Task<TestAnswer> UpdateAsync(TappedHost host, string id, string part)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/cardholders/{id}/{part}")
        {
            Headers = { { "If-Match", "\"1\"" } },
            Content = part == "photo"
                ? new ByteArrayContent(await File.ReadAllBytesAsync(TestPeople.PhotoPath)) { Headers = { ContentType = new("image/jpeg") } }
                : TestHost.Json("""{"result":"Cleared","reference":"BGC-1","date":"2026-01-02"}"""),
        };
        return await host.SendAsync("Enrollment.Officer", request);
    }

    /// <summary>A person with a card, and the photo that waits where one is to be approved.</summary>
    private static async Task<(string Id, long Version, string? Hash)> CardAsync(TappedHost host, bool waiting)
    {
        host.Tap.Restart();
        var id = (await TestPeople.IssueAsync(host.Host))["cardholderId"]!.GetValue<string>();
        using var officer = host.Host.As("Enrollment.Officer", "2");
        var hash = waiting ? await TestPeople.TakeOtherPhotoAsync(officer, id) : null;
        return (id, (await LoadAsync(host, id)).Version, hash);
    }

    /// <summary>Approves the photo that waits under a hash, or takes one in.</summary>
    private static async Task<TestAnswer> ChangePhotoAsync(TappedHost host, string id, long version, string? hash)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/cardholders/{id}/photo{(hash is null ? "" : "/change/approval")}")
        {
            Headers = { { "If-Match", $"\"{version}\"" } },
            Content = hash is null
                ? new ByteArrayContent(await File.ReadAllBytesAsync(TestPeople.OtherPhotoPath)) { Headers = { ContentType = new("image/jpeg") } }
                : TestHost.Json($$"""{"hash":"{{hash}}"}"""),
        };
        return await host.SendAsync("Enrollment.Officer", request);
    }

    private static async Task<TestAnswer> DenyAsync(TappedHost host, string id, long version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/cardholders/{id}/clearance")
        {
            Headers = { { "If-Match", $"\"{version}\"" } },
            Content = TestHost.Json("""{"result":"Denied","reference":"BGC-2","date":"2026-01-03"}"""),
        };
        return await host.SendAsync("Enrollment.Officer", request);
    }

    private static async Task<bool> IsListedAsync(TappedHost host, string id)
    {
        var view = host.Host.Services.GetRequiredService<ViewClearanceReviews>();
        for (string? page = null; ;)
        {
            var reviews = (await view.ExecuteAsync(page, default)).Value!;
            if (reviews.Items.Any(review => review.CardholderId.ToString() == id) || reviews.Next is null)
            {
                return reviews.Items.Any(review => review.CardholderId.ToString() == id);
            }

            page = reviews.Next;
        }
    }

    private static async Task<string> PersonAsync(TappedHost host)
    {
        host.Tap.Restart();
        using var officer = host.Host.As("Enrollment.Officer");
        return await TestPeople.EnrollAsync(officer);
    }

    private static async Task<Docket> LoadAsync(TappedHost host, string id)
    {
        Assert.True(CardholderId.TryParse(id, out var cardholder));
        return (await host.Host.Services.GetRequiredService<DocketStore>().LoadAsync(cardholder, default))!;
    }

    private static async Task AssertEnrolledAsync(TappedHost host, string person, string aNumber, string key, TestAnswer answer)
    {
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        var id = answer.Json["id"]!.GetValue<string>();
        Assert.Equal(id, (await host.Host.Services.GetRequiredService<Lookups>().FindAsync(LookupKind.ANumber, aNumber, default)).ToString());
        Assert.Equal(1, (await LoadAsync(host, id)).Version);
        await AssertJournalAsync(host, id, s_enrolled);

        Assert.Equal(answer, await EnrollAsync(host, person, key));
        Assert.Equal("a-number-in-use", (await EnrollAsync(host, person, Guid.NewGuid().ToString())).Json["code"]!.GetValue<string>());
        await AssertJournalAsync(host, id, s_enrolled);
    }

    private static async Task AssertUpdatedAsync(TappedHost host, string id, string kind)
    {
        host.Tap.Restart();
        var docket = await LoadAsync(host, id);
        Assert.Equal(2, docket.Version);
        await AssertJournalAsync(host, id, [.. s_enrolled, kind]);
        if (docket.Cardholder.Photo is { } photo)
        {
            var stored = await host.Host.Services.GetRequiredService<DocketBlobs>().FindAsync(docket.Cardholder.Id, ContainerNames.Photos, photo.Hash, default);
            Assert.Equal(photo.MediaType, stored!.MediaType);
        }
    }

    private static async Task AssertJournalAsync(TappedHost host, string id, string[] kinds)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/cardholders/{id}/journal");
        var journal = (await host.SendAsync("Docket.Auditor", request)).Json;
        Assert.True(journal["chain"]!["unbroken"]!.GetValue<bool>());
        Assert.Equal(kinds, journal["events"]!.AsArray().Select(link => link!["kind"]!.GetValue<string>()));
    }
}
