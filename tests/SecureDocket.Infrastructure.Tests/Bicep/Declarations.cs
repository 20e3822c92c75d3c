namespace SecureDocket.Infrastructure.Tests.Bicep;

/// <summary>What a file declares under a name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Decorators">What stands above it, <c>@description</c> and the like.</param>
/// <param name="At">Where it stands.</param>
internal abstract record Declaration(string Name, IReadOnlyList<Call> Decorators, Syntax At)
{
    /// <summary>Whether other files may import it.</summary>
    public bool IsExported => Decorators.Any(decorator => decorator.Function == "export");
}

internal sealed record ParameterDeclaration(string Name, IReadOnlyList<Call> Decorators, Syntax Type, Expression? Default, Syntax At) : Declaration(Name, Decorators, At);

internal sealed record TypeDeclaration(string Name, IReadOnlyList<Call> Decorators, Syntax Type, Syntax At) : Declaration(Name, Decorators, At);

internal sealed record VariableDeclaration(string Name, IReadOnlyList<Call> Decorators, Expression Value, Syntax At) : Declaration(Name, Decorators, At);

internal sealed record FunctionDeclaration(string Name, IReadOnlyList<Call> Decorators, IReadOnlyList<string> Parameters, Expression Body, Syntax At) : Declaration(Name, Decorators, At);

/// <param name="Name"><inheritdoc cref="Declaration" path="/param[@name='Name']"/></param>
/// <param name="Decorators"><inheritdoc cref="Declaration" path="/param[@name='Decorators']"/></param>
/// <param name="Type">As written: with an API version, and for a child in its parent's body without the parent's type.</param>
/// <param name="IsExisting">Whether it is only referred to.</param>
/// <param name="Body">Its body, perhaps guarded or in a loop.</param>
/// <param name="At"><inheritdoc cref="Declaration" path="/param[@name='At']"/></param>
internal sealed record ResourceDeclaration(string Name, IReadOnlyList<Call> Decorators, string Type, bool IsExisting, Expression Body, Syntax At) : Declaration(Name, Decorators, At);

internal sealed record ModuleDeclaration(string Name, IReadOnlyList<Call> Decorators, string Path, Expression Body, Syntax At) : Declaration(Name, Decorators, At);

internal sealed record OutputDeclaration(string Name, IReadOnlyList<Call> Decorators, Syntax Type, Expression Value, Syntax At) : Declaration(Name, Decorators, At);

/// <summary>A name taken from another file.</summary>
/// <param name="Name">Under which name it is used here.</param>
/// <param name="Original">Its name there, or null for the whole file.</param>
/// <param name="Path">The file, as written.</param>
/// <param name="At">Where it stands.</param>
internal sealed record ImportDeclaration(string Name, string? Original, string Path, Syntax At) : Declaration(Name, [], At);
