using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Dockets;
using SecureDocket.Functions.Tests.Approvals;
using SecureDocket.Functions.Tests.CheckIns;
using SecureDocket.Inbox;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Inbox;

/// <summary>Officers read what people texted, and answer or close it, over HTTP.</summary>
public sealed class InboxFunctionsTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Answer = "Que se mejore. Traiga una nota del hospital.";

    [Fact]
    public async Task The_list_marks_what_is_urgent_and_names_nobody()
    {
        var person = (await TestCheckIns.PeopleAsync(api.Host, 1))[0];
        var urgent = await TestInbox.RaiseAsync(api.Host, person, "me arrestaron", InboxKind.Distress, "AAA");
        await TestInbox.RaiseAsync(api.Host, person, office: "BBB");
        using var officer = api.As("Field.Officer");
        api.Host.Clock.Advance(TimeSpan.FromMinutes(12));

        var items = (await officer.GetAsync("/api/v1/inbox?office=AAA")).Is(200).Json["items"]!.AsArray();

        var item = Assert.Single(items, each => each!["itemId"]!.GetValue<string>() == urgent)!.AsObject();
        Assert.Equal(
            ["ageMinutes", "cardholderId", "itemId", "kind", "language", "mine", "officeId", "receivedAt", "state", "urgent"],
            item.Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal((true, "distress", 12, "new"), (item["urgent"]!.GetValue<bool>(), item["kind"]!.GetValue<string>(), item["ageMinutes"]!.GetValue<int>(), item["state"]!.GetValue<string>()));
        Assert.DoesNotContain(items, each => each!["officeId"]?.GetValue<string>() == "BBB");
        (await officer.GetAsync("/api/v1/inbox?office=!&state=all")).IsProblem(400, "invalid", "invalid");
        (await officer.GetAsync("/api/v1/inbox?page=!")).IsInvalid("page");
    }

    [Fact]
    public async Task An_item_is_read_taken_and_answered_and_its_words_lie_in_no_row()
    {
        var person = (await TestCheckIns.PeopleAsync(api.Host, 1))[0];
        var path = $"/api/v1/inbox/{await TestInbox.RaiseAsync(api.Host, person)}";
        using var officer = api.As("inbox-officer-1", "Enrollment.Officer");
        using var other = api.As("inbox-officer-2", "Field.Officer");
        using var auditor = api.As("Docket.Auditor");

        var opened = (await officer.GetAsync(path)).Is(200).Json;
        Assert.Equal("estoy en el hospital", opened["words"]!.GetValue<string>());
        Assert.Equal(6, opened["templates"]!.AsArray().Count);
        var looks = (await auditor.GetAsync($"/api/v1/cardholders/{person}/disclosures")).Is(200).Json["disclosures"]!.AsArray();
        Assert.Single(looks, look => look!["purpose"]!.GetValue<string>() == "reminderService");
        (await auditor.GetAsync(path)).IsProblem(403, "forbidden");

        var taken = (await officer.PostAsync($"{path}/assignment", new JsonObject())).Is(200).Json;
        Assert.Equal(("assigned", true), (taken["state"]!.GetValue<string>(), taken["mine"]!.GetValue<bool>()));
        (await other.PostAsync($"{path}/assignment", new JsonObject())).IsProblem(409, "item-taken");
        (await other.PostAsync($"{path}/answer", new JsonObject { ["text"] = Answer })).IsProblem(409, "item-taken");

        var preview = (await officer.PostAsync($"{path}/preview", new JsonObject { ["text"] = "Vaya a la corte" })).Is(200).Json;
        Assert.StartsWith("At character 11:", Assert.Single(preview["faults"]!.AsArray())!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("answered", (await officer.PostAsync($"{path}/answer", new JsonObject { ["text"] = Answer })).Is(200).Json["state"]!.GetValue<string>());
        (await other.PostAsync($"{path}/answer", new JsonObject { ["text"] = Answer })).IsProblem(409, "item-done");
        (await officer.PostAsync($"{path}/closing", new JsonObject { ["note"] = "Llamado" })).IsProblem(409, "item-done");

        var read = (await other.GetAsync(path)).Is(200).Json;
        Assert.EndsWith(Answer, read["answer"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("planned", read["answerState"]!.GetValue<string>());
        foreach (var table in TableNames.All)
        {
            foreach (var row in (await api.Host.Services.GetRequiredService<ITables>().ScanAsync(table, "", "\u007f", null, default)).Rows)
            {
                Assert.DoesNotContain("mejore", row.Row.Json, StringComparison.Ordinal);
                Assert.DoesNotContain("estoy en el", row.Row.Json, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("""{"text":"Vaya a la corte, o llame al 202-555-0199."}""", "text", "text")]
    [InlineData("""{"text":"\t"}""", "text")]
    [InlineData("""{"text":"a\u0007b www.example.com"}""", "text", "text")]
    [InlineData("""{"text":"a","template":"answer-read"}""", "text")]
    [InlineData("""{"template":"stopped"}""", "template")]
    [InlineData("{}", "text")]
    public async Task An_answer_that_breaks_rules_is_refused_with_every_fault(string body, params string[] fields)
    {
        var path = $"/api/v1/inbox/{await TestInbox.RaiseAsync(api.Host, (await TestCheckIns.PeopleAsync(api.Host, 1))[0])}";
        using var officer = api.As("Enrollment.Officer");

        var refused = (await officer.PostAsync($"{path}/answer", Caller.Json(body))).IsProblem(400, [.. fields.Select(_ => "invalid")]);

        Assert.Equal(fields, refused.Json["errors"]!.AsArray().Select(error => error!["field"]!.GetValue<string>()));
        Assert.Equal("new", (await officer.GetAsync(path)).Is(200).Json["item"]!["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_answer_of_two_thousand_characters_is_refused()
    {
        var path = $"/api/v1/inbox/{await TestInbox.RaiseAsync(api.Host, (await TestCheckIns.PeopleAsync(api.Host, 1))[0])}";
        using var officer = api.As("Enrollment.Officer");

        (await officer.PostAsync($"{path}/answer", new JsonObject { ["text"] = new string('a', 2000) })).IsInvalid("text");
        (await officer.PostAsync($"{path}/closing", new JsonObject { ["note"] = new string('a', 1001) })).IsInvalid("note");
        (await officer.PostAsync("/api/v1/inbox/20270304-ab/answer", new JsonObject { ["text"] = "a" })).IsProblem(404, "no-such-item");
        (await officer.GetAsync("/api/v1/inbox/~20270304-ab")).IsProblem(404, "no-such-item");
    }

    [Theory]
    [InlineData("assignment", Store.Memory)]
    [InlineData("answer", Store.Memory)]
    [InlineData("closing", Store.Memory)]
    public async Task A_fault_at_any_call_leaves_one_outcome_once_the_request_is_repeated(string command, Store store)
    {
        await using var host = await TappedHost.StartAsync();
        Assert.Equal(Store.Memory, store);
        using var officer = new Caller(host.Host.As("Enrollment.Officer"));
        var body = command switch
        {
            "assignment" => new JsonObject(),
            "answer" => new JsonObject { ["text"] = Answer },
            _ => new JsonObject { ["note"] = "Llamado" },
        };
        await FaultProof.AtEveryCallAsync(
            host,
            async () =>
            {
                var person = (await TestCheckIns.PeopleAsync(host.Host, 1))[0];
                return (Person: person, Path: $"/api/v1/inbox/{await TestInbox.RaiseAsync(host.Host, person)}", Key: Guid.NewGuid().ToString());
            },
            ready => officer.PostAsync($"{ready.Path}/{command}", body.DeepClone(), ready.Key),
            async (ready, first, fault) =>
            {
                Assert.True(first.Status == 200 || first.Status == 503 && FaultProof.IsTold(fault), $"{first.Status}");
                var state = (await officer.PostAsync($"{ready.Path}/{command}", body.DeepClone(), ready.Key)).Is(200).Json["state"]!.GetValue<string>();
                Assert.Equal(command switch { "assignment" => "assigned", "answer" => "answered", _ => "closed" }, state);
                var docket = await TestCheckIns.DocketAsync(host.Host, ready.Person);
                var texts = docket.Reminders.Where(reminder => reminder.Words is not null).ToList();
                Assert.Equal(command == "answer" ? 1 : 0, texts.Count);
                var opened = (await officer.GetAsync(ready.Path)).Is(200).Json;
                Assert.Equal("estoy en el hospital", opened["words"]!.GetValue<string>());
                Assert.Equal(command == "closing" ? "Llamado" : null, opened["note"]?.GetValue<string>());
                if (command == "answer")
                    Assert.EndsWith(Answer, await host.Host.Services.GetRequiredService<KeptWords>().FindAsync(texts[0].Id.Cardholder, texts[0].Words!, default), StringComparison.Ordinal);
            });
    }
}
