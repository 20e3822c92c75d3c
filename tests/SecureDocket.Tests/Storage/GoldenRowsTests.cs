using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SecureDocket.Sandbox;
using SecureDocket.Testing;
using SecureDocket.Texts;
using Xunit;

namespace SecureDocket.Tests.Storage;

/// <summary>
/// Holds the bytes of every stored row against files. Journals keep rows verbatim and their hashes are over these bytes, and rows of years ago
/// are read today: what these files say may be added to, and never changes otherwise.
/// </summary>
/// <remarks>
/// What came out instead is written to <c>golden</c> beside the built tests. After a change that is meant, copy it over the reviewed file in
/// <c>tests/SecureDocket.Tests/Storage/golden</c>.
/// </remarks>
public sealed class GoldenRowsTests
{
    private const string Enums = "enums";

    // What is written again after a row was read that has nothing but what a row must have. There where that is not the least row: a member that
    // is missing is then nothing, and not what it is in a new row.
    private const string Old = ".old";

    // Contexts here write to callers and pages, and no rows: an answer that is kept for repeats is a text within an IdempotencyRow.
    private static readonly string[] s_withoutRows = ["SecureDocket.Functions", "SecureDocket.Verifier"];

    // Files that are built into the product: what reads one reads no rows.
    private static readonly Type[] s_builtIn = [typeof(SandboxFile), typeof(LanguageFile), typeof(InboundWords)];

    private static readonly string[] s_notProduct = [".Tests", ".Testing", ".Simulation", ".Benchmarks"];

    private static readonly string s_reviewed = Path.Combine(Repository.Root, "tests", "SecureDocket.Tests", "Storage", "golden");
    private static readonly string s_found = Path.Combine(AppContext.BaseDirectory, "golden");

    private static readonly ILookup<Type, Type> s_contexts = Contexts().ToLookup(each => each.Row, each => each.Context);

    public static TheoryData<string> Names => [.. GoldenRowSamples.All.Select(row => row.Name)];

    public static TheoryData<string> NamesOfLeast => [.. GoldenRowSamples.All.Select(row => row.Name).Where(name => !name.EndsWith(".full", StringComparison.Ordinal))];

    [Fact]
    public void Every_type_that_is_stored_has_a_golden_file()
    {
        var sampled = GoldenRowSamples.All.Select(row => row.Value.GetType()).Distinct();

        Assert.Equal(s_contexts.Select(types => types.Key.FullName).Order(), sampled.Select(type => type.FullName).Order());
    }

    [Fact]
    public void Every_golden_file_is_of_a_row()
    {
        var types = s_contexts.Select(each => each.Key.Name);
        var files = Directory.EnumerateFiles(s_reviewed).Select(file => Path.GetFileName(file)).Except(types.Select(name => name + Old + ".json"));

        Assert.Equal(
            GoldenRowSamples.All.Select(row => row.Name).Append(Enums).Select(name => name + ".json").Order(StringComparer.Ordinal),
            files.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_is_written_as_it_always_was(string name)
    {
        var row = Sample(name);

        Assert.All(TypesOf(row.GetType()), type => AssertGolden(name, JsonSerializer.Serialize(row, type)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_was_written_is_read_and_written_again_unchanged(string name)
    {
        var row = Sample(name);
        var written = Golden(name);

        Assert.All(TypesOf(row.GetType()), type => AssertReads(row, written, written, type));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Members_that_nobody_knows_are_passed_over(string name)
    {
        var row = Sample(name);
        var written = Golden(name);
        var document = JsonNode.Parse(written)!;
        foreach (var each in ObjectsIn(document).ToList())
        {
            each.Insert(0, "wasOnce", JsonNode.Parse("""{"x":[1,null,{"id":true}]}"""));
            each.Add("comesLater", "Так");
        }

        Assert.All(TypesOf(row.GetType()), type => AssertReads(row, document.ToJsonString(), written, type));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_full_row_has_every_member_and_the_least_has_none_that_may_be_absent(string name)
    {
        var row = Sample(name);
        var type = TypesOf(row.GetType())[0];
        if (name.EndsWith(".least", StringComparison.Ordinal))
        {
            Assert.Empty(Members(row, type).Where(member => member.Type.IsGetNullable && member.Value is not null).Select(member => member.Type.Name));
        }
        else
        {
            Assert.Empty(Members(row, type).Where(member => IsUnset(member.Type, member.Value)).Select(member => member.Type.Name));
            Assert.True(name.EndsWith(".full", StringComparison.Ordinal) || !Members(row, type).Any(member => member.Type.IsGetNullable), $"{name} needs a least row as well.");
        }
    }

    [Theory]
    [MemberData(nameof(NamesOfLeast))]
    public void A_row_of_before_a_member_was_added_is_read(string name)
    {
        var type = Sample(name).GetType();
        Assert.All(TypesOf(type), info =>
        {
            var document = JsonNode.Parse(Golden(name))!;
            RemoveAllThatMayBeMissing(document, info);
            var again = JsonSerializer.Serialize(JsonSerializer.Deserialize(document, info), info);
            if (again != Golden(name) || File.Exists(FileOf(type.Name + Old)))
            {
                AssertGolden(type.Name + Old, again);
            }
        });
    }

    [Fact]
    public void An_enum_is_written_by_the_name_that_it_always_had()
    {
        SortedDictionary<string, string> names = new(StringComparer.Ordinal);
        HashSet<Type> seen = [];
        foreach (var row in s_contexts.SelectMany(types => TypesOf(types.Key)))
        {
            Collect(row);
        }

        AssertGolden(Enums, "{\n" + string.Join(",\n", names.Select(each => $"  \"{each.Key}\": {each.Value}")) + "\n}");

        void Collect(JsonTypeInfo type)
        {
            var plain = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
            if (!seen.Add(plain))
            {
                return;
            }

            if (plain.IsEnum)
            {
                names.Add(plain.Name, $"[{string.Join(", ", Enum.GetValues(plain).Cast<object>().Select(value => JsonSerializer.Serialize(value, type)))}]");
            }

            foreach (var inner in IsRecord(type) ? type.Properties.Select(member => member.PropertyType) : type.ElementType is { } element ? [element] : [])
            {
                Collect(type.Options.GetTypeInfo(inner));
            }
        }
    }

    [Theory]
    [InlineData("TriesRow", "\"count\":5", "\"count\":1,\"count\":5")]
    [InlineData("TriesRow", "\"count\":5", " \"count\" : 5 ")]
    [InlineData("TriesRow", "+00:00", "\\u002B00:00")]
    [InlineData("RebuildMark.full", "Replaying", "replaying")]
    [InlineData("RebuildMark.full", "\"Replaying\"", "1")]
    [InlineData("SessionRow.full", "\\u041C", "М")]
    [InlineData("Hearing.full", "9007199254740993,", "9007199254740993,\"wasOnce\":null,")]
    public void What_is_spelt_otherwise_is_read_as_well(string name, string written, string other)
    {
        var row = Sample(name);
        Assert.Contains(written, Golden(name), StringComparison.Ordinal);

        Assert.All(TypesOf(row.GetType()), type => AssertReads(row, Golden(name).Replace(written, other, StringComparison.Ordinal), Golden(name), type));
    }

    [Theory]
    [InlineData("TriesRow", "\"count\":5", "\"count\":\"5\"")]
    [InlineData("TriesRow", "\"count\":5", "\"count\":null")]
    [InlineData("TriesRow", "\"count\":5,", "\"count\":5,/**/")]
    [InlineData("LagMark", "true", "true,")]
    [InlineData("Hearing.full", "9007199254740993", "9007199254740993.5")]
    [InlineData("Hearing.full", "\"kind\"", "\"Kind\"")]
    [InlineData("Hearing.full", "\"Individual\"", "\"Sundry\"")]
    [InlineData("CourtDayRow", "----____BgcICQoLDA0ODw", "----____BgcICQoLDA0ODx")]
    [InlineData("ApprovalCardsRow.full", "ZPWQAC7CN1JC", "ZPWQAC7CN1JD")]
    public void What_is_no_row_is_refused(string name, string written, string other)
    {
        var type = Sample(name).GetType();
        Assert.Contains(written, Golden(name), StringComparison.Ordinal);

        Assert.All(TypesOf(type), info =>
            Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(Golden(name).Replace(written, other, StringComparison.Ordinal), info)));
    }

    private static object Sample(string name) => GoldenRowSamples.All.Single(row => row.Name == name).Value;

    /// <summary>How a row is written by each context that declares it. The one place that knows how a context comes by its options.</summary>
    private static List<JsonTypeInfo> TypesOf(Type row)
    {
        List<JsonTypeInfo> types = [.. s_contexts[row].Select(context =>
            ((JsonSerializerContext)context.GetProperty("Rows", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!).GetTypeInfo(row)!)];
        Assert.NotEmpty(types);
        return types;
    }

    /// <summary>Each type that a context of rows declares, in any of the product's assemblies.</summary>
    private static IEnumerable<(Type Context, Type Row)> Contexts() =>
        from file in Directory.EnumerateFiles(AppContext.BaseDirectory, "SecureDocket*.dll")
        let name = Path.GetFileNameWithoutExtension(file)
        where !s_withoutRows.Contains(name) && !s_notProduct.Any(ending => name.EndsWith(ending, StringComparison.Ordinal))
        from context in Assembly.Load(new AssemblyName(name)).GetTypes()
        where context.IsSubclassOf(typeof(JsonSerializerContext))
        let rows = context.GetCustomAttributesData()
            .Where(attribute => attribute.AttributeType == typeof(JsonSerializableAttribute))
            .Select(attribute => (Type)attribute.ConstructorArguments[0].Value!)
            .ToList()
        where !rows.Intersect(s_builtIn).Any()
        from row in rows
        select (context, row);

    private static string FileOf(string name) => Path.Combine(s_reviewed, name + ".json");

    private static string Golden(string name) => File.ReadAllText(FileOf(name)).TrimEnd('\n');

    // To the byte, with the line break that a file of text ends with.
    private static void AssertGolden(string name, string written)
    {
        var file = FileOf(name);
        var bytes = Encoding.UTF8.GetBytes(written + "\n");
        if (!File.Exists(file) || !File.ReadAllBytes(file).AsSpan().SequenceEqual(bytes))
        {
            Directory.CreateDirectory(s_found);
            File.WriteAllBytes(Path.Combine(s_found, name + ".json"), bytes);
            Assert.Fail($"{name}.json is not what is written, which is now in {s_found}:\n{written}");
        }
    }

    private static void AssertReads(object row, string stored, string written, JsonTypeInfo type)
    {
        var read = JsonSerializer.Deserialize(stored, type);
        AssertSame(row, read, type, row.GetType().Name);
        Assert.Equal(written, JsonSerializer.Serialize(read, type));
    }

    // Records compare their lists by reference, so members are compared one by one, those that are stored.
    private static void AssertSame(object? expected, object? found, JsonTypeInfo type, string path)
    {
        if (expected is null || found is null)
        {
            Assert.True(expected is null && found is null, $"{path} is {found ?? "null"}, not {expected ?? "null"}.");
        }
        else if (IsRecord(type))
        {
            foreach (var member in type.Properties.Where(member => member.Get is not null))
            {
                AssertSame(member.Get!(expected), member.Get(found), type.Options.GetTypeInfo(member.PropertyType), $"{path}.{member.Name}");
            }
        }
        else if (type is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element })
        {
            var (these, those) = (Items(expected), Items(found));
            Assert.True(these.Count == those.Count, $"{path} has {those.Count} items, not {these.Count}.");
            for (var i = 0; i < these.Count; i++)
            {
                AssertSame(these[i], those[i], type.Options.GetTypeInfo(element), $"{path}[{i}]");
            }
        }
        else
        {
            Assert.True(expected is byte[] bytes ? bytes.AsSpan().SequenceEqual((byte[])found) : expected.Equals(found), $"{path} is {found}, not {expected}.");
        }
    }

    // A time is one value, whether it is its type that has a converter or the member alone.
    private static bool IsRecord(JsonTypeInfo type) => type.Kind == JsonTypeInfoKind.Object && type.Type.Namespace!.StartsWith(nameof(SecureDocket), StringComparison.Ordinal);

    private static void RemoveAllThatMayBeMissing(JsonNode document, JsonTypeInfo type)
    {
        if (document is JsonObject row && IsRecord(type))
        {
            foreach (var member in type.Properties)
            {
                if (!member.IsRequired && member.AssociatedParameter is null or { IsMemberInitializer: true })
                {
                    row.Remove(member.Name);
                }
                else if (row[member.Name] is { } inner)
                {
                    RemoveAllThatMayBeMissing(inner, type.Options.GetTypeInfo(member.PropertyType));
                }
            }
        }
        else if (document is JsonArray list)
        {
            foreach (var item in list.OfType<JsonNode>())
            {
                RemoveAllThatMayBeMissing(item, type.Options.GetTypeInfo(type.ElementType!));
            }
        }
    }

    private static List<object?> Items(object list) => [.. ((System.Collections.IEnumerable)list).Cast<object?>()];

    /// <summary>The members of a row that are stored, and of all rows in it.</summary>
    private static IEnumerable<(JsonPropertyInfo Type, object? Value)> Members(object? value, JsonTypeInfo type) => (value, type) switch
    {
        (null, _) => [],
        _ when IsRecord(type) => type.Properties
            .Where(member => member.Get is not null)
            .SelectMany(member => Members(member.Get!(value), type.Options.GetTypeInfo(member.PropertyType)).Prepend((member, member.Get(value)))),
        (_, { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element }) => Items(value).SelectMany(item => Members(item, type.Options.GetTypeInfo(element))),
        _ => [],
    };

    private static bool IsUnset(JsonPropertyInfo type, object? value) => value is null or ""
        || (value is System.Collections.IEnumerable list && !list.Cast<object?>().Any())
        || (type.PropertyType.IsValueType && value.Equals(Activator.CreateInstance(type.PropertyType)));

    private static IEnumerable<JsonObject> ObjectsIn(JsonNode? node) => node switch
    {
        JsonObject found => found.Select(member => member.Value).SelectMany(ObjectsIn).Prepend(found),
        JsonArray list => list.SelectMany(ObjectsIn),
        _ => [],
    };
}
