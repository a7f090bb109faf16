using Orleans.Embedded.Requests;

namespace Orleans.Embedded.Activations;

/// <summary>What the directory names: an activation, or a pool of activations of a stateless worker.</summary>
internal interface ICallTarget
{
    bool IsGone { get; }

    /// <summary>Takes a call.</summary>
    /// <returns>False when the target is gone and another one must be found.</returns>
    bool TryReceive(Request request, bool mayRunInline);
}
