namespace Orleans.Embedded.Activations;

/// <summary>Where an activation is in its life; it only moves forward.</summary>
internal enum ActivationState
{
    Created,
    Activating,
    Active,
    Deactivating,
    Gone,
}
