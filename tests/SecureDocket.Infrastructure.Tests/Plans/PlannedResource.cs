namespace SecureDocket.Infrastructure.Tests.Plans;

/// <summary>One resource that a deployment makes or refers to.</summary>
internal sealed class PlannedResource
{
    /// <summary>The file that declares it, and under which name.</summary>
    public required string File { get; init; }

    public required string Symbol { get; init; }

    /// <summary>The line of its declaration.</summary>
    public required int Line { get; init; }

    /// <summary>Its full type, without API version.</summary>
    public required string Type { get; init; }

    public required string ApiVersion { get; init; }

    /// <summary>Whether it is only referred to.</summary>
    public required bool IsExisting { get; init; }

    /// <summary>Whether its condition lets it be deployed.</summary>
    public required bool IsDeployed { get; init; }

    /// <summary>The resource group that it belongs to; empty where it belongs to the subscription.</summary>
    public required string Group { get; init; }

    public required PlannedResource? Parent { get; init; }

    /// <summary>The resource that it extends, where it names one.</summary>
    public required PlannedResource? Scope { get; init; }

    public required Lazy<Value> NameValue { get; init; }

    /// <summary>Its body, without what only Bicep reads.</summary>
    public required Lazy<ObjectValue> Body { get; init; }

    /// <summary>Its name after the names of its parents.</summary>
    public string FullName => Parent is null ? NameValue.Value.Text : $"{Parent.FullName}/{NameValue.Value.Text}";

    /// <summary>The kind of resource, as short as it is unambiguous here: the last two words of its type.</summary>
    public string Kind => string.Join('/', Type.Split('/').Skip(1));

    /// <summary>Where to look for it.</summary>
    public string Place => $"{File}:{Line} {Symbol} ({Type}@{ApiVersion})";

    public override string ToString() => Place;
}
