using Orleans.Embedded.Activations;
using Orleans.Embedded.Requests;

namespace Orleans.Embedded.Silos;

/// <summary>What lies between several logical silos; a silo that is alone has none.</summary>
internal interface INetwork
{
    void Send(Silo from, Request request);

    /// <summary>Told that an activation is no longer in its silo's directory.</summary>
    void Retired(Activation activation);
}
