using Orleans.Embedded.Activations;
using Orleans.Embedded.Enumerations;
using Orleans.Embedded.Requests;
using Orleans.Embedded.Silos;

namespace Orleans.Runtime;

/// <summary>The base class of all generated references to grains.</summary>
public abstract class GrainReference : IAddressable, IEquatable<GrainReference>
{
    private ICallTarget? _target;

    internal GrainReference(Silo silo, GrainId grainId)
    {
        Silo = silo;
        GrainId = grainId;
    }

    public GrainId GrainId { get; }

    internal Silo Silo { get; }

    public bool Equals(GrainReference? other) => other is not null && GrainId.Equals(other.GrainId);

    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    public override int GetHashCode() => GrainId.GetHashCode();

    public override string ToString() => $"GrainReference:{GrainId}";

    /// <summary>Called by generated code: a task, or a task with the result of the method.</summary>
    internal Task Send(Request request)
    {
        request.Target = GrainId;
        return Silo.Send(request, ref _target);
    }

    /// <summary>Called by generated code for methods that return a sequence.</summary>
    internal IAsyncEnumerable<T> Enumerate<T>(EnumerationRequest<T> request) => new GrainEnumerable<T>(this, request);
}
