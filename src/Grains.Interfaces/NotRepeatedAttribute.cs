namespace FileStorage.Grains.Interfaces;

/// <summary>
/// A method that carries no operation id and does something more when it is called again: where its outcome is not known, the caller is told, and
/// nobody calls again by himself.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NotRepeatedAttribute : Attribute;
