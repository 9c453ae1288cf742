/** A Port17 transport plugin. Exports nothing; the Transport service is all there is. */
package ${package};
