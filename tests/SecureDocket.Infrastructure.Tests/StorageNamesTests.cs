using SecureDocket.Infrastructure.Tests.Bicep;
using SecureDocket.Infrastructure.Tests.Checks;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Infrastructure.Tests;

/// <summary>Tables, containers and queues are the same in code and in the infrastructure.</summary>
public sealed class StorageNamesTests
{
    [BicepFact]
    public void Every_table_container_and_queue_of_the_code_is_made_and_no_other() =>
        Holds.NoFault(Infrastructure.Deployments.Values.SelectMany(deployment => StorageNames.Faults(StorageNames.Named(), StorageNames.Made(deployment))));

    [BicepFact]
    public void A_name_too_few_or_too_many_is_found()
    {
        var broken = Broken.Deployment(
            ("modules/data-storage.bicep", "  'dockets'\n", "  'files'\n"),
            ("modules/data-storage.bicep", "  'photos'\n", "  'faces'\n"),
            ("modules/data-storage.bicep", "  'sms-events-poison'\n", "  'sms-later'\n"));
        string[] faults =
        [
            "table dockets is named in code and not made",
            "container photos is named in code and not made",
            "queue sms-events-poison is named in code and not made",
            "table files is made and not named in code",
            "container faces is made and not named in code",
            "queue sms-later is made and not named in code",
        ];
        Assert.Equal(faults.Order(StringComparer.Ordinal), StorageNames.Faults(StorageNames.Named(), StorageNames.Made(broken)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_drill_for_a_lost_region_makes_every_table_and_copies_every_container_that_is_not_the_archive_s()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations", "drills", "storage-region-lost.md"));
        Assert.Equal(TableNames.All.Order(StringComparer.Ordinal), Listed(page, "TABLE").Single());
        var containers = ContainerNames.All.Except([ContainerNames.Journal, ContainerNames.DocketKeys]).Order(StringComparer.Ordinal).ToList();
        Assert.All(Listed(page, "CONTAINER"), listed => Assert.Equal(containers, listed));
    }

    private static IEnumerable<string[]> Listed(string page, string variable) => page.Split('\n')
        .Select(line => line.Trim()).Where(line => line.StartsWith($"for {variable} in ", StringComparison.Ordinal))
        .Select(line => line[$"for {variable} in ".Length..].TrimEnd(' ', 'd', 'o').TrimEnd(';').Split(' '));
}
