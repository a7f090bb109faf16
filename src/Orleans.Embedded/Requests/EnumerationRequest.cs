namespace Orleans.Embedded.Requests;

/// <summary>The arguments of a method that returns a sequence; a generated class adds them and the invocation.</summary>
internal abstract class EnumerationRequest<T>
{
    public abstract MethodDescription Method { get; }

    public virtual CancellationToken Token => CancellationToken.None;

    public abstract IAsyncEnumerable<T> Enumerate(object grain);
}
