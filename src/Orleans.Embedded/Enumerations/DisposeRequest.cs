using Orleans.Embedded.Activations;
using Orleans.Embedded.Requests;

namespace Orleans.Embedded.Enumerations;

/// <summary>Ends an enumeration whose caller has seen enough.</summary>
internal sealed class DisposeRequest(Guid id) : ActionRequest
{
    private static readonly MethodDescription Description = new("Enumeration.Dispose", Interleaving.Always);

    public override MethodDescription Method => Description;

    public override Task Invoke(object grain) => Activation.Current!.Enumerations.RemoveAsync(id);
}
