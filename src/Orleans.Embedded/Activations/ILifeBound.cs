namespace Orleans.Embedded.Activations;

/// <summary>Something that ends with the activation it is attached to.</summary>
internal interface ILifeBound
{
    ValueTask EndAsync();
}
