using SecureDocket.Infrastructure.Tests.Checks;
using Xunit;

namespace SecureDocket.Infrastructure.Tests;

/// <summary>Tables, containers and queues are the same in code and in the infrastructure.</summary>
public sealed class StorageNamesTests
{
    [Fact]
    public void Every_table_container_and_queue_of_the_code_is_made_and_no_other() =>
        Holds.NoFault(Infrastructure.Plans.Values.SelectMany(plan => StorageNames.Faults(StorageNames.Named(), StorageNames.Made(plan))));

    [Theory]
    [InlineData("  'dockets'\n", "", "table dockets is named in code and not made")]
    [InlineData("  'dockets'\n", "  'dockets'\n  'files'\n", "table files is made and not named in code")]
    [InlineData("  'photos'\n", "", "container photos is named in code and not made")]
    [InlineData("  'photos'\n", "  'photos'\n  'faces'\n", "container faces is made and not named in code")]
    [InlineData("  'sms-events-poison'\n", "", "queue sms-events-poison is named in code and not made")]
    [InlineData("  'sms-events-poison'\n", "  'sms-events-poison'\n  'sms-later'\n", "queue sms-later is made and not named in code")]
    public void A_name_too_few_or_too_many_is_found(string part, string other, string fault)
    {
        var plan = Infrastructure.MakeWhole(Broken.Infrastructure("modules/data-storage.bicep", part, other));
        Assert.Equal([fault], StorageNames.Faults(StorageNames.Named(), StorageNames.Made(plan)));
    }
}
