using System.Diagnostics.CodeAnalysis;
using Orleans.Embedded.Activations;

namespace Orleans;

/// <summary>The base class of grains.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    protected Grain()
    {
        GrainContext = Activation.Current;
    }

    /// <summary>Null only in a grain that was made with new, outside of the runtime.</summary>
    [AllowNull]
    public IGrainContext GrainContext { get; }

    public GrainReference GrainReference => GrainContext.GrainReference;

    public string IdentityString => GrainContext.GrainId.ToString();

    protected IGrainFactory GrainFactory => Activation.GrainFactory;

    protected internal IServiceProvider ServiceProvider => Activation.ActivationServices;

    private Activation Activation =>
        GrainContext as Activation ?? throw new InvalidOperationException("The grain was made outside of the Orleans runtime.");

    /// <summary>Runs before the first call. If it fails, the calls that wait for it fail, and the next one tries again.</summary>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs after the last call; a crash skips it.</summary>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Retires this activation once its running calls are finished.</summary>
    protected void DeactivateOnIdle() =>
        Activation.Deactivate(new(DeactivationReasonCode.ApplicationRequested, $"{nameof(DeactivateOnIdle)} was called."));

    /// <summary>Keeps this activation at least so long; zero or less takes that back.</summary>
    protected void DelayDeactivation(TimeSpan timeSpan) => Activation.DelayDeactivation(timeSpan);
}
