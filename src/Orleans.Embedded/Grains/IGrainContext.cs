namespace Orleans.Runtime;

/// <summary>One activation: the life of a grain in memory.</summary>
public interface IGrainContext : IEquatable<IGrainContext>
{
    GrainReference GrainReference { get; }

    GrainId GrainId { get; }

    object? GrainInstance { get; }

    ActivationId ActivationId { get; }

    IServiceProvider ActivationServices { get; }

    /// <summary>Completes once the activation is retired.</summary>
    Task Deactivated { get; }

    /// <summary>Starts to retire the activation; running calls are finished first.</summary>
    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
}
