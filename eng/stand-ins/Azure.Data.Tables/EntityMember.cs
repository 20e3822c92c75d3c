using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Runtime.Serialization;

namespace Azure.Data.Tables;

/// <summary>One property of a caller's entity class, under the name that it has in the table.</summary>
internal sealed class EntityMember
{
    private static readonly ConcurrentDictionary<Type, EntityMember[]> Cache = new();

    private readonly PropertyInfo _property;

    private EntityMember(PropertyInfo property)
    {
        _property = property;
        Name = property.Name == nameof(ITableEntity.ETag)
            ? SystemProperty.ETag
            : property.GetCustomAttribute<DataMemberAttribute>()?.Name ?? property.Name;
    }

    public string Name { get; }

    public static EntityMember[] Of(Type type) => Cache.GetOrAdd(type, static type =>
    [
        .. from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
           where property.GetIndexParameters().Length == 0
               && property.GetMethod is { IsPublic: true }
               && property.SetMethod is { IsPublic: true }
               && !property.IsDefined(typeof(IgnoreDataMemberAttribute))
           select new EntityMember(property),
    ]);

    public object Get(object entity) => _property.GetValue(entity);

    public void Set(object entity, object value)
    {
        var type = Nullable.GetUnderlyingType(_property.PropertyType) ?? _property.PropertyType;
        _property.SetValue(entity, value switch
        {
            // Reflection turns null into the default of a value type.
            null => null,
            string text when type.IsEnum => Enum.Parse(type, text),
            string text when type == typeof(ETag) => new ETag(text),
            byte[] bytes when type == typeof(BinaryData) => new BinaryData(bytes),
            DateTimeOffset time when type == typeof(DateTime) => time.UtcDateTime,
            int or long when type == typeof(long) || type == typeof(ulong) || type == typeof(double) =>
                Convert.ChangeType(value, type, CultureInfo.InvariantCulture),
            _ when type.IsInstanceOfType(value) => value,
            _ => throw new InvalidOperationException($"Cannot read a {value.GetType()} into the property {_property.Name} of type {type}."),
        });
    }
}
